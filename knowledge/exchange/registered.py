"""What the way out and in has done elsewhere."""

from communities.membership_changes import register_leave_hook
from knowledge.exchange import exports, imports
from knowledge.exchange.stale_exports import drop_exports_quoting
from knowledge.harvest.changes import register_quotation_watcher


def register_exchange() -> None:
    """Say who does this work, and what goes with who leaves; called from AppConfig.ready()."""
    exports.register()
    imports.register()
    register_leave_hook(exports.forget_exports_of)
    register_leave_hook(imports.forget_imports_of)
    register_quotation_watcher(drop_exports_quoting)
