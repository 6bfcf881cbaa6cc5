from contact.models.enquiry import Enquiry

__all__ = ["Enquiry"]
