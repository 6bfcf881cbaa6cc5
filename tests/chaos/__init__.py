"""Whether an acknowledged enquiry is ever lost, while everything is killed: `make chaos`."""
