"""Who stands with a post, on pages that show one as it is."""

from django import template
from django.utils.safestring import SafeString

from core.templatetags.look import person
from forums.bylines import byline, name_with
from forums.models import HeldPost, Post

register = template.Library()


@register.simple_tag
def author(post: Post | HeldPost, *, line: str = "") -> SafeString:
    """Return picture, name and moment; `line` stands under the name unless that is hidden."""
    who = byline(post)
    under = who.line if post.name_hidden else line
    return person(who, line=under, moment=post.created_at)


@register.filter
def shown_author(post: Post | HeldPost) -> str:
    """Return the name that stands with a post."""
    return name_with(post)
