from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        # Models can be imported only now.
        from communities.due_work import register_due_work  # noqa: PLC0415
        from communities.joining import ASKED, register_teller  # noqa: PLC0415
        from communities.leaving import register_mail_eraser  # noqa: PLC0415
        from communities.membership_changes import (  # noqa: PLC0415
            register_leave_hook,
            register_removal_teller,
        )
        from moderation.members import register_pause_teller, register_warning_teller  # noqa: PLC0415
        from notifications.invitation_mail import send_invitation  # noqa: PLC0415
        from notifications.leaving import end_mails, erase_all_mails, erase_mails  # noqa: PLC0415
        from notifications.moderation_mail import tell_paused, tell_warned  # noqa: PLC0415
        from notifications.notice_mail import write_notices  # noqa: PLC0415
        from notifications.removal_mail import tell_removed  # noqa: PLC0415
        from notifications.request_mail import tell_facilitators, tell_requester  # noqa: PLC0415
        from notifications.stopped_mail import tell_mail_stopped  # noqa: PLC0415
        from notifications.stopped_people import register as register_stopped  # noqa: PLC0415
        from notifications.suppression import STOPPED  # noqa: PLC0415
        from notifications.telling import WRITE  # noqa: PLC0415

        register_due_work("send_invitation", send_invitation, queue="mail")
        register_due_work(ASKED, tell_facilitators, queue="mail")
        register_due_work(WRITE, write_notices, queue="mail")
        register_due_work(STOPPED, tell_mail_stopped, queue="mail")
        register_stopped()
        register_teller(tell_requester)
        register_warning_teller(tell_warned)
        register_pause_teller(tell_paused)
        register_removal_teller(tell_removed)
        register_leave_hook(end_mails)
        register_mail_eraser(erase_mails, erase_all_mails)
