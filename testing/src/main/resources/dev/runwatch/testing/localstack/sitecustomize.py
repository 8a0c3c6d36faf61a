# Lets localstack-core 4.13.1 run on Python 3.11 and 3.12, for which its metadata says it is made but its code is not.
import hashlib
import sys
import threading
import uuid

if sys.version_info < (3, 12):
    _text_only = uuid.uuid5

    def _uuid5(namespace, name):
        # KMS names its keys by bytes, which uuid5 takes since 3.12 only.
        if isinstance(name, str):
            return _text_only(namespace, name)
        digest = hashlib.sha1(namespace.bytes + bytes(name), usedforsecurity=False).digest()
        return uuid.UUID(bytes=digest[:16], version=5)

    uuid.uuid5 = _uuid5

if sys.version_info < (3, 13):

    class _Lock:
        # An annotation says "Lock | None"; threading.Lock is a class since 3.13 only.
        _make = staticmethod(threading.Lock)

        def __call__(self):
            return self._make()

        def __or__(self, other):
            return other

        __ror__ = __or__

    threading.Lock = _Lock()
