"""Signing in to the desk: a password and a second factor, or a passkey, which is both.

Whoever has given only the password is nobody yet: `half_way` remembers her for ten minutes, and
`request.user` is anonymous until `standing.begin`. Nothing else may call Django's `login`.
"""
