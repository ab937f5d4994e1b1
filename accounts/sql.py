"""Functions that the migrations make. Changed by a new migration, never in place."""

# Immutable, so that a column can be kept by it: that takes the dictionary by its name, and names that
# hold whatever the search path is.
FOLDED = """
CREATE FUNCTION folded(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT trim(regexp_replace(
    lower(public.unaccent('public.unaccent'::regdictionary, words)), '[^[:alnum:]]+', ' ', 'g'))
$$
"""
