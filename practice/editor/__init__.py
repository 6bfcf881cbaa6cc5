"""The editor for articles and pages at the desk; docs/decisions/0082 says why it is as it is."""
