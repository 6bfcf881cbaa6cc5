"""The first day: five questions, keys, and what is to be done before the site is in use."""
