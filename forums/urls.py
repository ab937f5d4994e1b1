"""The doors of the forums."""

from django.urls import path

from forums.care_urls import CARE
from forums.views import (
    alike_pages,
    consult_pages,
    draft_pages,
    facet_pages,
    feed_pages,
    file_pages,
    following_pages,
    form_pages,
    forum_keeping,
    forum_pages,
    hidden_names,
    keepers,
    mail_rest_pages,
    mention_pages,
    poll_pages,
    post_pages,
    proposals,
    reaction_pages,
    reading_pages,
    topic_pages,
    topic_text,
    translation_pages,
)

app_name = "forums"

_C = "c/<slug:slug>/"
_POST = _C + "topics/<int:number>/posts/<int:post_number>/"

urlpatterns = [
    path(_C + "forums/", forum_pages.forum_list, name="list"),
    path(_C + "reading/", reading_pages.reading, name="reading"),
    path(_C + "forums/new/", forum_keeping.new_forum, name="new_forum"),
    path(_C + "forums/proposals/", proposals.proposals, name="proposals"),
    path(_C + "forums/proposals/new/", proposals.new_proposal, name="new_proposal"),
    path(
        _C + "forums/proposals/<int:proposal_id>/refusal/",
        proposals.proposal_refusal,
        name="refuse_proposal",
    ),
    path(_C + "forums/<slug:forum_slug>/", forum_pages.forum, name="forum"),
    path(_C + "forums/<slug:forum_slug>/edit/", forum_keeping.edit_forum, name="edit_forum"),
    path(_C + "forums/<slug:forum_slug>/audience/", forum_keeping.audience, name="audience"),
    path(
        _C + "forums/<slug:forum_slug>/reading/", reading_pages.forum_reading, name="forum_reading"
    ),
    path(
        _C + "forums/<slug:forum_slug>/following/",
        following_pages.follow_forum,
        name="follow_forum",
    ),
    path(
        _C + "forums/<slug:forum_slug>/following/delete/",
        following_pages.unfollow_forum,
        name="unfollow_forum",
    ),
    path(_C + "forums/<slug:forum_slug>/keepers/", keepers.keepers, name="keepers"),
    path(
        _C + "forums/<slug:forum_slug>/keepers/<int:grant_id>/delete/",
        keepers.delete_keeper,
        name="delete_keeper",
    ),
    path(_C + "forums/<slug:forum_slug>/guests/", keepers.guests, name="guests"),
    path(
        _C + "forums/<slug:forum_slug>/guests/<int:grant_id>/delete/",
        keepers.delete_guest,
        name="delete_guest",
    ),
    path(
        _C + "forums/<slug:forum_slug>/topics/draft/", draft_pages.topic_draft, name="topic_draft"
    ),
    path(_C + "topics/<int:number>/draft/", draft_pages.reply_draft, name="reply_draft"),
    path(_POST + "edit/draft/", draft_pages.change_draft, name="change_draft"),
    path(_C + "drafts/", draft_pages.drafts, name="drafts"),
    path(_C + "drafts/<int:draft_id>/delete/", draft_pages.delete_draft, name="delete_draft"),
    path(_C + "forums/<slug:forum_slug>/topics/new/", topic_pages.new_topic, name="new_topic"),
    path(_C + "forums/<slug:forum_slug>/names/", mention_pages.names, name="names"),
    path(_C + "forums/<slug:forum_slug>/feed/<str:key>/", feed_pages.feed, name="feed"),
    path(_C + "settings/me/feeds/", feed_pages.feeds, name="feeds"),
    path(_C + "settings/me/feeds/key/", feed_pages.feed_key, name="feed_key"),
    path(_C + "settings/me/feeds/key/delete/", feed_pages.delete_feed_key, name="delete_feed_key"),
    path(_C + "files/", file_pages.uploads, name="uploads"),
    path(_C + "files/<slug:key>/", file_pages.file, name="file"),
    path(_C + "files/<slug:key>/small/", file_pages.small_file, name="small_file"),
    path(_C + "topics/alike/", alike_pages.alike, name="alike"),
    path(_C + "topics/<int:number>/", topic_pages.topic, name="topic"),
    path(_C + "topics/<int:number>/text/", topic_text.topic_text, name="topic_text"),
    path(_C + "topics/<int:number>/following/", following_pages.follow_topic, name="follow_topic"),
    path(
        _C + "topics/<int:number>/following/delete/",
        following_pages.unfollow_topic,
        name="unfollow_topic",
    ),
    path(_C + "topics/<int:number>/unread/", topic_pages.first_unread, name="first_unread"),
    path(
        _C + "topics/<int:number>/acceptance/delete/",
        form_pages.delete_acceptance,
        name="delete_acceptance",
    ),
    path(
        _C + "topics/<int:number>/acknowledgement/",
        form_pages.acknowledgement,
        name="acknowledgement",
    ),
    path(
        _C + "topics/<int:number>/acknowledgements/",
        form_pages.acknowledgements,
        name="acknowledgements",
    ),
    path(_C + "topics/<int:number>/news/", reading_pages.new_posts, name="new_posts"),
    path(_C + "topics/<int:number>/facets/", facet_pages.facets, name="facets"),
    path(_C + "topics/<int:number>/poll/new/", poll_pages.new_poll, name="new_poll"),
    path(_C + "topics/<int:number>/poll/votes/", poll_pages.votes, name="votes"),
    path(_C + "topics/<int:number>/poll/closure/", poll_pages.closure, name="poll_closure"),
    path(_C + "topics/<int:number>/poll/delete/", poll_pages.delete, name="delete_poll"),
    path(_C + "topics/<int:number>/consult/step/", consult_pages.consult_step, name="consult_step"),
    path(
        _C + "topics/<int:number>/consult/commitment/", consult_pages.commitment, name="commitment"
    ),
    path(_C + "topics/<int:number>/consult/report/", consult_pages.report, name="report"),
    path(_C + "topics/<int:number>/posts/", post_pages.posts, name="posts"),
    path(
        _C + "topics/<int:number>/posts/<int:post_number>/",
        topic_pages.post_permalink,
        name="post",
    ),
    path(
        _C + "topics/<int:number>/posts/<int:post_number>/edit/",
        post_pages.post_edit,
        name="post_edit",
    ),
    path(
        _C + "topics/<int:number>/posts/<int:post_number>/acceptance/",
        form_pages.acceptance,
        name="acceptance",
    ),
    path(_POST + "reactions/introduction/", reaction_pages.introduction, name="introduction"),
    path(
        _POST + "reactions/introduction/delete/",
        reaction_pages.delete_introduction,
        name="delete_introduction",
    ),
    path(_POST + "reactions/unnamed/", hidden_names.unnamed_reaction, name="unnamed_reaction"),
    path(_POST + "reactions/<slug:kind>/", reaction_pages.reaction, name="reaction"),
    path(
        _POST + "reactions/<slug:kind>/delete/",
        reaction_pages.delete_reaction,
        name="delete_reaction",
    ),
    path(
        _POST + "trials/<int:membership_id>/delete/",
        reaction_pages.delete_trial,
        name="delete_trial",
    ),
    path(
        _POST + "translations/<slug:language>/", translation_pages.translation, name="translation"
    ),
    path(
        _POST + "translations/<slug:language>/delete/",
        translation_pages.delete_translation,
        name="delete_translation",
    ),
    path(
        _POST + "translations/<slug:language>/history/",
        translation_pages.history,
        name="translation_history",
    ),
    path(_POST + "mail/", mail_rest_pages.mail_rest, name="mail_rest"),
    path(_POST + "name/", hidden_names.post_name, name="post_name"),
    *CARE,
]
