"""The names of the migrations of version 0.1.0, and of those that make the same tables at once."""

from __future__ import annotations

from typing import Final

_ARTICLES: Final = (
    "0001_initial",
    "0002_topic_tree_has_no_circle",
    "0003_reviewable_imports",
    "0004_heat_and_redirects",
    "0005_search",
    "0006_uploads",
    "0007_edited_at",
    "0008_find_by_web_url_and_provider",
    "0009_search_pause",
    "0010_workflow_and_history",
    "0011_roles",
    "0012_damaged_text",
    "0013_dead_links",
    "0014_aliases",
    "0015_the_queue",
    "0016_stories_of_a_provider_as_they_came",
    "0017_start_page",
    "0018_search_for_beginnings",
    "0019_search_without_delay",
    "0020_a_listings_topic_is_called_topic",
    "0021_what_went_out",
    "0022_frozen_fields_held_or_thawed",
    "0023_search_folded_here",
    "0024_documents_left_out",
    "0025_names_are_one_in_any_case_and_form",
    "0026_links_to_previews_can_be_ended",
    "0027_languages_of_articles",
    "0028_what_has_no_date_is_placed",
    "0029_edition",
)
_PROVIDERS: Final = (
    "0001_initial",
    "0002_roles",
    "0003_aliases_and_blocks",
)
# All that version 0.1.0's last commit has.
OLD: Final = frozenset(
    {("articles", name) for name in _ARTICLES} | {("providers", name) for name in _PROVIDERS}
)
# What is recorded in their place.
NEW: Final = frozenset(
    {
        ("articles", "0001_initial"),
        ("articles", "0002_search"),
        ("articles", "0003_roles"),
        ("articles", "0004_edition"),
        ("providers", "0001_initial"),
    }
)
# In both.
FIRST: Final = OLD & NEW
# One of the tables that the first of the old migrations did not make.
TABLE_OF_THE_LAST: Final = "articles_leftdocument"
