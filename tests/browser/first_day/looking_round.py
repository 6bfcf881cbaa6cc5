"""The places of her desk that she has not been to yet, by way of its navigation."""

from tests.browser.first_day.day import Day


def looks_round(day: Day) -> None:
    goes_to(day, "Writing")
    day.sees("Writing")
    goes_to(day, "Settings")
    day.sees("Settings", "settings")
    goes_to(day, "Calendar")
    day.sees("Calendar")
    day.sees_on_a_computer("Calendar", "calendar")
    goes_to(day, "How it goes")
    day.sees("How it goes")
    day.sees_on_a_computer("How it goes", "how-it-goes")


def goes_to(day: Day, place: str) -> None:
    places = day.hers.get_by_role("navigation", name="Your desk")
    places.get_by_role("link", name=place, exact=True).click()
