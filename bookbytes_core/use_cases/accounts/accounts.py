"""All that can be done with accounts, in one object."""

from dataclasses import dataclass

from bookbytes_core.use_cases.accounts.doorkeeper import Doorkeeper
from bookbytes_core.use_cases.accounts.recognise import DescribeUser, RecogniseCaller
from bookbytes_core.use_cases.accounts.register import RegisterUser
from bookbytes_core.use_cases.accounts.set_active import SetUserActive
from bookbytes_core.use_cases.accounts.sign_in import SignIn


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    register: RegisterUser
    sign_in: SignIn
    recognise: RecogniseCaller
    describe: DescribeUser
    set_active: SetUserActive
    doorkeeper: Doorkeeper
