"""Enquiries at the therapist's desk: the list, reading, answering, notes, what becomes of them."""
