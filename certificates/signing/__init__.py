"""Signs certificates as PAdES, so that any PDF reader can tell that the file is whole and who vouches for it.

pyHanko works in a process of its own (`child`), which holds the key, the session with the token, or the way to a
signing service. The face is what the others import from here; none of it imports pyHanko.
"""

from certificates.signing.faults import SigningFailed, SigningFault, fault_in
from certificates.signing.keyfile import SigningCertificate, described, make_development_key
from certificates.signing.plan import KeyFile, Service, SigningPlan, Token
from certificates.signing.process import Signer, open_signer

__all__ = [
    "KeyFile",
    "Service",
    "Signer",
    "SigningCertificate",
    "SigningFailed",
    "SigningFault",
    "SigningPlan",
    "Token",
    "described",
    "fault_in",
    "make_development_key",
    "open_signer",
]
