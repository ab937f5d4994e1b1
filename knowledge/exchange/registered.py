"""What the way out and in has done elsewhere."""

from communities.membership_changes import register_leave_hook
from knowledge.exchange import exports, imports


def register_exchange() -> None:
    """Say who does this work, and what goes with who leaves; called from AppConfig.ready()."""
    exports.register()
    imports.register()
    register_leave_hook(exports.forget_exports_of)
    register_leave_hook(imports.forget_imports_of)
