"""Lists of the admin whose rows are made by what is done elsewhere."""


class MadeElsewhere:
    """Nobody adds or deletes a row here."""

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnly(MadeElsewhere):
    """Nobody changes a row here either."""

    def has_change_permission(self, request, obj=None):
        return False
