"""What a forum is made of, one idea a file."""

from forums.models.acknowledgement import Acknowledgement
from forums.models.attachment import Attachment, DroppedFile
from forums.models.consult import Consult, Step
from forums.models.draft import Draft
from forums.models.feed_key import FeedKey
from forums.models.flag import Flag
from forums.models.form import Form
from forums.models.forum import Forum, ForumUserObjectPermission
from forums.models.held_post import HeldPost, HoldRules
from forums.models.mail_rest import MailRest
from forums.models.mention import Mention, RoleMention
from forums.models.new_members import NewMemberLimits
from forums.models.poll import Poll, PollOption, PollVote
from forums.models.post import Post
from forums.models.proposal import ForumProposal
from forums.models.reaction import Reaction, ReactionKind
from forums.models.reading import TopicReading
from forums.models.revision import PostRevision
from forums.models.stored_file import StoredFile
from forums.models.topic import Topic
from forums.models.topic_facet import TopicFacet
from forums.models.translation import PostTranslation, TranslationRevision

__all__ = [
    "Acknowledgement",
    "Attachment",
    "Consult",
    "Draft",
    "DroppedFile",
    "FeedKey",
    "Flag",
    "Form",
    "Forum",
    "ForumProposal",
    "ForumUserObjectPermission",
    "HeldPost",
    "HoldRules",
    "MailRest",
    "Mention",
    "NewMemberLimits",
    "Poll",
    "PollOption",
    "PollVote",
    "Post",
    "PostRevision",
    "PostTranslation",
    "Reaction",
    "ReactionKind",
    "RoleMention",
    "Step",
    "StoredFile",
    "Topic",
    "TopicFacet",
    "TopicReading",
    "TranslationRevision",
]
