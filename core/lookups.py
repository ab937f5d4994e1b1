"""`audience_id__any_of=ids`: like `__in`, as one array: the same SQL however many there are."""

from typing import Any

from django.db.models import Field, Lookup
from django.db.models.fields.related import ForeignObject


@Field.register_lookup
@ForeignObject.register_lookup
class AnyOf(Lookup):
    """True for a key that is in a list of numbers; nothing is in an empty list."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, parameters = self.process_lhs(compiler, connection)
        if self.rhs_is_direct_value():
            right, values = "%s", (list(self.rhs),)
        else:
            right, values = compiler.compile(self.rhs)
        return f"{left} = ANY({right}::bigint[])", (*parameters, *values)
