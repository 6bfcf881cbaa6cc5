class Secret(bytes):
    """Bytes that show themselves in no traceback, no log and no pickle."""

    def __repr__(self) -> str:
        return "Secret()"

    __str__ = __repr__

    def __reduce_ex__(self, protocol: object) -> str:
        raise TypeError("a secret is not pickled")
