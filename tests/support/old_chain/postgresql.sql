SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE FUNCTION public.articles_article_edited_at() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    BEGIN
        NEW.edited_at := CASE WHEN (OLD.category, OLD.title, OLD.excerpt, OLD.published_date_time, OLD.original_url, OLD.web_url, OLD.amp_web_url, OLD.cdn_amp_web_url, OLD.type, OLD.published, OLD.featured_content, OLD.provider_id) IS DISTINCT FROM (NEW.category, NEW.title, NEW.excerpt, NEW.published_date_time, NEW.original_url, NEW.web_url, NEW.amp_web_url, NEW.cdn_amp_web_url, NEW.type, NEW.published, NEW.featured_content, NEW.provider_id) THEN clock_timestamp() ELSE OLD.edited_at END;
        RETURN NEW;
    END $$;
CREATE FUNCTION public.articles_edition_move() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    DECLARE
        mark bigint := (random() * 9007199254740992)::bigint;
        this_minute bigint := floor(extract(epoch FROM clock_timestamp()) / 60);
    BEGIN
        IF TG_OP = 'INSERT' THEN
            -- Fires this trigger again, behind all that waits for the end of the transaction already.
            UPDATE articles_editionnote SET is_last = true
            WHERE transaction = NEW.transaction AND kind = NEW.kind;
        ELSE
            DELETE FROM articles_editionnote WHERE transaction = NEW.transaction AND kind = NEW.kind;
            UPDATE articles_edition SET
                number = CASE NEW.kind WHEN 'number' THEN mark ELSE number END,
                sources = CASE NEW.kind WHEN 'sources' THEN mark ELSE sources END,
                heat_before = CASE
                    WHEN NEW.kind <> 'heat' OR heat_minute = this_minute THEN heat_before ELSE heat
                END,
                heat_minute = CASE NEW.kind WHEN 'heat' THEN this_minute ELSE heat_minute END,
                heat = CASE NEW.kind WHEN 'heat' THEN mark ELSE heat END;
        END IF;
        RETURN NULL;
    END $$;
CREATE FUNCTION public.articles_edition_note() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    BEGIN
        INSERT INTO articles_editionnote (transaction, kind) VALUES (txid_current(), TG_ARGV[0])
        ON CONFLICT DO NOTHING;
        RETURN NULL;
    END $$;
CREATE FUNCTION public.articles_edition_note_rows() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    BEGIN
        IF EXISTS (SELECT FROM changed) THEN
            INSERT INTO articles_editionnote (transaction, kind) VALUES (txid_current(), TG_ARGV[0])
            ON CONFLICT DO NOTHING;
        END IF;
        RETURN NULL;
    END $$;
CREATE FUNCTION public.articles_search_article_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    BEGIN
        DELETE FROM articles_searchtext WHERE article_id IN (SELECT id FROM old_rows);
        RETURN NULL;
    END $$;
CREATE FUNCTION public.articles_search_article_insert() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
        BEGIN
            INSERT INTO articles_searchdue (article) SELECT id FROM changed;
            RETURN NULL;
        END $$;
CREATE FUNCTION public.articles_search_article_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
        BEGIN
            INSERT INTO articles_searchdue (article) VALUES (NEW.id);
            RETURN NULL;
        END $$;
CREATE FUNCTION public.articles_search_listing_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
        BEGIN
            INSERT INTO articles_searchdue (article) 
    SELECT DISTINCT article_id FROM changed
    WHERE EXISTS (SELECT 1 FROM articles_article WHERE id = changed.article_id)
;
            RETURN NULL;
        END $$;
CREATE FUNCTION public.articles_search_listing_insert() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
        BEGIN
            INSERT INTO articles_searchdue (article) 
    SELECT DISTINCT article_id FROM changed
    WHERE EXISTS (SELECT 1 FROM articles_article WHERE id = changed.article_id)
;
            RETURN NULL;
        END $$;
CREATE FUNCTION public.articles_search_listing_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
        BEGIN
            INSERT INTO articles_searchdue (article) VALUES (OLD.article_id), (NEW.article_id);
            RETURN NULL;
        END $$;
CREATE FUNCTION public.articles_search_provider_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
        BEGIN
            INSERT INTO articles_searchdue (article) SELECT id FROM articles_article WHERE provider_id = NEW.id;
            RETURN NULL;
        END $$;
CREATE FUNCTION public.articles_search_topic_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
        BEGIN
            INSERT INTO articles_searchdue (article) SELECT article_id FROM articles_listing WHERE topic_id = NEW.id;
            RETURN NULL;
        END $$;
CREATE FUNCTION public.articles_search_vector(words text, weight text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
        SELECT COALESCE(string_agg(
            '''' || word || ''':' || least(place, 16383) || weight, ' '
        ), '')::tsvector
        FROM unnest(string_to_array(words, ' ')) WITH ORDINALITY AS cut (word, place)
        WHERE word <> ''
    $$;
CREATE FUNCTION public.topic_tree_has_no_circle() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    BEGIN
        IF NEW.id IN (
    WITH RECURSIVE above(id) AS (
        SELECT NEW.parent_id
        UNION
        SELECT topic.parent_id FROM articles_topic topic JOIN above ON topic.id = above.id
        WHERE topic.parent_id IS NOT NULL
    ) SELECT id FROM above
) THEN
            RAISE EXCEPTION 'a topic cannot be below itself'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'topic_tree_has_no_circle';
        END IF;
        RETURN NEW;
    END $$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.articles_article (
    id bigint NOT NULL,
    title character varying(1000) NOT NULL,
    excerpt text NOT NULL,
    published_date_time timestamp with time zone,
    original_url character varying(2000) NOT NULL,
    web_url character varying(2000) NOT NULL,
    amp_web_url character varying(2000) NOT NULL,
    cdn_amp_web_url character varying(2000) NOT NULL,
    type character varying(60) NOT NULL,
    quality integer,
    heat integer,
    provider_mention jsonb,
    path character varying(500) NOT NULL COLLATE pg_catalog."C",
    slug character varying(500) NOT NULL,
    category character varying(60) NOT NULL,
    published boolean,
    featured_content text NOT NULL,
    provider_id bigint,
    heat_score double precision NOT NULL,
    edited_at timestamp with time zone,
    changed_at_source jsonb DEFAULT '[]'::jsonb NOT NULL,
    created_by_id integer,
    decided_at timestamp with time zone,
    decided_by_id integer,
    is_damaged boolean DEFAULT false NOT NULL,
    is_waiting boolean DEFAULT true NOT NULL,
    publish_at timestamp with time zone,
    reason text DEFAULT ''::text NOT NULL,
    state character varying(9) DEFAULT 'inbox'::character varying NOT NULL,
    left_as_is jsonb,
    path_key character varying(24),
    slug_key character varying(24),
    revoked_links integer,
    language character varying(12),
    made_at timestamp with time zone,
    CONSTRAINT article_scheduled_has_its_time CHECK ((((publish_at IS NOT NULL) AND ((state)::text = 'scheduled'::text)) OR ((NOT ((state)::text = 'scheduled'::text)) AND (publish_at IS NULL)))),
    CONSTRAINT article_state_is_what_published_says CHECK (((published AND ((state)::text = ANY ((ARRAY['published'::character varying, 'scheduled'::character varying])::text[]))) OR ((NOT ((state)::text = ANY ((ARRAY['published'::character varying, 'scheduled'::character varying])::text[]))) AND ((NOT published) OR (published IS NULL))))),
    CONSTRAINT articles_article_revoked_links_check CHECK ((revoked_links >= 0))
);
ALTER TABLE public.articles_article ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_article_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_conflict (
    id bigint NOT NULL,
    path character varying(500) NOT NULL,
    key character varying(60) NOT NULL,
    base jsonb,
    theirs jsonb,
    ours jsonb,
    found timestamp with time zone NOT NULL,
    settled timestamp with time zone,
    settled_by_id integer,
    run_id bigint,
    choice character varying(6) NOT NULL,
    superseded_by_id bigint
);
ALTER TABLE public.articles_conflict ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_conflict_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_edition (
    id bigint NOT NULL,
    number bigint NOT NULL,
    heat bigint NOT NULL,
    heat_before bigint NOT NULL,
    heat_minute bigint NOT NULL,
    sources bigint NOT NULL
);
ALTER TABLE public.articles_edition ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_edition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_editionnote (
    transaction bigint NOT NULL,
    kind text NOT NULL,
    is_last boolean DEFAULT false NOT NULL
);
CREATE TABLE public.articles_exporteddocument (
    id bigint NOT NULL,
    path character varying(500) NOT NULL,
    digest bytea NOT NULL
);
ALTER TABLE public.articles_exporteddocument ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_exporteddocument_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_frozenfield (
    id bigint NOT NULL,
    path character varying(500) NOT NULL,
    key character varying(60) NOT NULL,
    "values" jsonb NOT NULL,
    since timestamp with time zone NOT NULL,
    run_id bigint NOT NULL,
    is_held boolean NOT NULL,
    thawed timestamp with time zone
);
ALTER TABLE public.articles_frozenfield ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_frozenfield_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_image (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    url character varying(2000) NOT NULL,
    width integer,
    height integer,
    title character varying(1000) NOT NULL,
    is_cached boolean,
    attribution character varying(1000) NOT NULL,
    article_id bigint,
    provider_id bigint,
    related_link_id bigint,
    CONSTRAINT articles_image_height_check CHECK ((height >= 0)),
    CONSTRAINT articles_image_position_check CHECK (("position" >= 0)),
    CONSTRAINT articles_image_width_check CHECK ((width >= 0)),
    CONSTRAINT image_has_one_owner CHECK ((((article_id IS NOT NULL) AND (provider_id IS NULL) AND (related_link_id IS NULL)) OR ((article_id IS NULL) AND (provider_id IS NULL) AND (related_link_id IS NOT NULL)) OR ((article_id IS NULL) AND (provider_id IS NOT NULL) AND (related_link_id IS NULL))))
);
ALTER TABLE public.articles_image ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_image_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_importeddocument (
    id bigint NOT NULL,
    path character varying(500) NOT NULL,
    outcome character varying(8) NOT NULL,
    changes jsonb NOT NULL,
    is_editorial boolean NOT NULL,
    content_before bytea,
    run_id bigint NOT NULL
);
ALTER TABLE public.articles_importeddocument ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_importeddocument_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_importrun (
    id bigint NOT NULL,
    started timestamp with time zone NOT NULL,
    finished timestamp with time zone,
    source text NOT NULL,
    process character varying(255) NOT NULL,
    state character varying(10) NOT NULL,
    report jsonb NOT NULL,
    user_id integer,
    author character varying(255) NOT NULL,
    dated timestamp with time zone,
    mentioned jsonb NOT NULL,
    revision character varying(64) NOT NULL,
    undone timestamp with time zone,
    undone_by_id integer
);
ALTER TABLE public.articles_importrun ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_importrun_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_leftdocument (
    id bigint NOT NULL,
    path character varying(500) NOT NULL,
    digest bytea NOT NULL,
    left_out timestamp with time zone NOT NULL,
    left_out_by_id integer
);
ALTER TABLE public.articles_leftdocument ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_leftdocument_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_linkcheck (
    article_id bigint NOT NULL,
    url character varying(2000) NOT NULL,
    checked timestamp with time zone NOT NULL,
    failures smallint NOT NULL,
    is_dead boolean NOT NULL,
    answer character varying(200) NOT NULL,
    CONSTRAINT articles_linkcheck_failures_check CHECK ((failures >= 0))
);
CREATE TABLE public.articles_listing (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    published boolean NOT NULL,
    published_date_time timestamp with time zone,
    path character varying(500) NOT NULL COLLATE pg_catalog."C",
    article_id bigint NOT NULL,
    topic_id bigint NOT NULL,
    heat_score double precision NOT NULL,
    publish_at timestamp with time zone,
    made_at timestamp with time zone,
    CONSTRAINT articles_listing_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.articles_listing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_listing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_metricsample (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    quality integer,
    heat integer,
    article_id bigint NOT NULL,
    run_id bigint NOT NULL
);
ALTER TABLE public.articles_metricsample ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_metricsample_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_planneddocument (
    id bigint NOT NULL,
    path character varying(756) NOT NULL,
    kind character varying(10) NOT NULL,
    outcome character varying(9) NOT NULL,
    title character varying(1000) NOT NULL,
    canonical_url character varying(2000) NOT NULL,
    changes jsonb NOT NULL,
    conflicts jsonb NOT NULL,
    problems jsonb NOT NULL,
    duplicates jsonb NOT NULL,
    by_field boolean NOT NULL,
    is_editorial boolean NOT NULL,
    is_conflicted boolean NOT NULL,
    is_duplicate boolean NOT NULL,
    choice character varying(8) NOT NULL,
    rejected jsonb NOT NULL,
    upload_id bigint NOT NULL
);
ALTER TABLE public.articles_planneddocument ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_planneddocument_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_redirect (
    id bigint NOT NULL,
    address character varying(510) NOT NULL,
    article_id bigint,
    topic_id bigint,
    provider_id bigint,
    address_key character varying(24)
);
ALTER TABLE public.articles_redirect ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_redirect_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_relatedlink (
    id bigint NOT NULL,
    title character varying(1000) NOT NULL,
    excerpt text NOT NULL,
    published_date_time timestamp with time zone,
    original_url character varying(2000) NOT NULL,
    web_url character varying(2000) NOT NULL,
    amp_web_url character varying(2000) NOT NULL,
    cdn_amp_web_url character varying(2000) NOT NULL,
    type character varying(60) NOT NULL,
    quality integer,
    heat integer,
    provider_mention jsonb,
    "position" smallint NOT NULL,
    article_id bigint NOT NULL,
    provider_id bigint,
    CONSTRAINT articles_relatedlink_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.articles_relatedlink ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_relatedlink_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_revision (
    id bigint NOT NULL,
    path character varying(500) NOT NULL,
    at timestamp with time zone NOT NULL,
    actor character varying(255) NOT NULL,
    origin character varying(8) NOT NULL,
    note text NOT NULL,
    changes jsonb NOT NULL,
    undone_by_id bigint,
    user_id integer
);
ALTER TABLE public.articles_revision ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_revision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_savedfilter (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    query text NOT NULL,
    is_shared boolean NOT NULL,
    owner_id integer NOT NULL
);
ALTER TABLE public.articles_savedfilter ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_savedfilter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_searchdue (
    id bigint NOT NULL,
    article bigint NOT NULL
);
ALTER TABLE public.articles_searchdue ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_searchdue_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_searchtext (
    article_id bigint NOT NULL,
    title text NOT NULL,
    excerpt text NOT NULL,
    provider text NOT NULL,
    topics text NOT NULL,
    vector tsvector GENERATED ALWAYS AS ((((public.articles_search_vector(title, 'A'::text) || public.articles_search_vector(topics, 'B'::text)) || public.articles_search_vector(provider, 'C'::text)) || public.articles_search_vector(excerpt, 'D'::text))) STORED
);
CREATE TABLE public.articles_searchword (
    id bigint NOT NULL,
    word character varying(40) NOT NULL,
    letters smallint NOT NULL,
    first character varying(1) NOT NULL,
    last character varying(2) NOT NULL,
    english character varying(40) NOT NULL,
    german character varying(40) NOT NULL,
    CONSTRAINT articles_searchword_letters_check CHECK ((letters >= 0))
);
ALTER TABLE public.articles_searchword ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_searchword_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_sourcedocument (
    id bigint NOT NULL,
    path character varying(500) NOT NULL COLLATE pg_catalog."C",
    is_carried boolean NOT NULL,
    digest bytea NOT NULL,
    content bytea NOT NULL,
    run_id bigint,
    is_loose boolean,
    path_key character varying(24)
);
ALTER TABLE public.articles_sourcedocument ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_sourcedocument_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_topic (
    id bigint NOT NULL,
    path character varying(500) NOT NULL,
    name character varying(200) NOT NULL,
    slug character varying(200) NOT NULL,
    shortname character varying(200) NOT NULL,
    "position" integer,
    keywords jsonb NOT NULL,
    hashtags jsonb NOT NULL,
    services jsonb NOT NULL,
    parent_id bigint,
    CONSTRAINT articles_topic_position_check CHECK (("position" >= 0)),
    CONSTRAINT topic_not_its_own_parent CHECK (((parent_id IS NULL) OR (NOT ((parent_id = id) AND (parent_id IS NOT NULL)))))
);
ALTER TABLE public.articles_topic ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_topic_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_topicalias (
    id bigint NOT NULL,
    key character varying(600) NOT NULL,
    name character varying(200) NOT NULL,
    topic_id bigint NOT NULL
);
ALTER TABLE public.articles_topicalias ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_topicalias_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_upload (
    id bigint NOT NULL,
    name character varying(255) NOT NULL,
    kept_as character varying(64) NOT NULL,
    size bigint NOT NULL,
    uploaded timestamp with time zone NOT NULL,
    planned timestamp with time zone,
    report jsonb NOT NULL,
    user_id integer,
    CONSTRAINT articles_upload_size_check CHECK ((size >= 0))
);
ALTER TABLE public.articles_upload ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_upload_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_withheld (
    id bigint NOT NULL,
    path character varying(500) NOT NULL,
    canonical_url character varying(2000) NOT NULL,
    title character varying(1000) NOT NULL,
    reason text NOT NULL,
    withheld timestamp with time zone NOT NULL,
    lifted timestamp with time zone,
    lifted_by_id integer,
    withheld_by_id integer,
    address_key character varying(24),
    path_key character varying(24)
);
ALTER TABLE public.articles_withheld ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_withheld_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);
ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);
ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_user (
    id integer NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    is_superuser boolean NOT NULL,
    username character varying(150) NOT NULL,
    first_name character varying(150) NOT NULL,
    last_name character varying(150) NOT NULL,
    email character varying(254) NOT NULL,
    is_staff boolean NOT NULL,
    is_active boolean NOT NULL,
    date_joined timestamp with time zone NOT NULL
);
CREATE TABLE public.auth_user_groups (
    id bigint NOT NULL,
    user_id integer NOT NULL,
    group_id integer NOT NULL
);
ALTER TABLE public.auth_user_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_user_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.auth_user ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_user_user_permissions (
    id bigint NOT NULL,
    user_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.auth_user_user_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_user_user_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_admin_log (
    id integer NOT NULL,
    action_time timestamp with time zone NOT NULL,
    object_id text,
    object_repr character varying(200) NOT NULL,
    action_flag smallint NOT NULL,
    change_message text NOT NULL,
    content_type_id integer,
    user_id integer NOT NULL,
    CONSTRAINT django_admin_log_action_flag_check CHECK ((action_flag >= 0))
);
ALTER TABLE public.django_admin_log ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_admin_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);
ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);
ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);
CREATE TABLE public.providers_block (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    reason text NOT NULL,
    by_id integer,
    provider_id bigint NOT NULL
);
ALTER TABLE public.providers_block ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.providers_block_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.providers_provider (
    id bigint NOT NULL,
    path character varying(500) NOT NULL,
    name character varying(200) NOT NULL,
    domain character varying(255) NOT NULL,
    other_names jsonb NOT NULL,
    description text NOT NULL
);
ALTER TABLE public.providers_provider ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.providers_provider_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.providers_provideralias (
    id bigint NOT NULL,
    key character varying(765) NOT NULL,
    provider_id bigint NOT NULL
);
ALTER TABLE public.providers_provideralias ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.providers_provideralias_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
INSERT INTO public.articles_edition VALUES (1, 1493426289216414894, 0, 0, 0, 0);
INSERT INTO public.auth_group VALUES (1, 'Contributor');
INSERT INTO public.auth_group VALUES (2, 'Editor');
INSERT INTO public.auth_group VALUES (3, 'Chief editor');
INSERT INTO public.auth_group_permissions VALUES (1, 1, 1);
INSERT INTO public.auth_group_permissions VALUES (2, 1, 2);
INSERT INTO public.auth_group_permissions VALUES (3, 1, 3);
INSERT INTO public.auth_group_permissions VALUES (4, 1, 4);
INSERT INTO public.auth_group_permissions VALUES (5, 1, 5);
INSERT INTO public.auth_group_permissions VALUES (6, 1, 6);
INSERT INTO public.auth_group_permissions VALUES (7, 1, 7);
INSERT INTO public.auth_group_permissions VALUES (8, 1, 8);
INSERT INTO public.auth_group_permissions VALUES (9, 1, 9);
INSERT INTO public.auth_group_permissions VALUES (10, 1, 10);
INSERT INTO public.auth_group_permissions VALUES (11, 1, 11);
INSERT INTO public.auth_group_permissions VALUES (12, 1, 12);
INSERT INTO public.auth_group_permissions VALUES (13, 1, 13);
INSERT INTO public.auth_group_permissions VALUES (14, 1, 14);
INSERT INTO public.auth_group_permissions VALUES (15, 1, 15);
INSERT INTO public.auth_group_permissions VALUES (16, 1, 16);
INSERT INTO public.auth_group_permissions VALUES (17, 1, 17);
INSERT INTO public.auth_group_permissions VALUES (18, 2, 1);
INSERT INTO public.auth_group_permissions VALUES (19, 2, 2);
INSERT INTO public.auth_group_permissions VALUES (20, 2, 3);
INSERT INTO public.auth_group_permissions VALUES (21, 2, 4);
INSERT INTO public.auth_group_permissions VALUES (22, 2, 5);
INSERT INTO public.auth_group_permissions VALUES (23, 2, 6);
INSERT INTO public.auth_group_permissions VALUES (24, 2, 7);
INSERT INTO public.auth_group_permissions VALUES (25, 2, 8);
INSERT INTO public.auth_group_permissions VALUES (26, 2, 9);
INSERT INTO public.auth_group_permissions VALUES (27, 2, 10);
INSERT INTO public.auth_group_permissions VALUES (28, 2, 11);
INSERT INTO public.auth_group_permissions VALUES (29, 2, 12);
INSERT INTO public.auth_group_permissions VALUES (30, 2, 13);
INSERT INTO public.auth_group_permissions VALUES (31, 2, 14);
INSERT INTO public.auth_group_permissions VALUES (32, 2, 15);
INSERT INTO public.auth_group_permissions VALUES (33, 2, 16);
INSERT INTO public.auth_group_permissions VALUES (34, 2, 17);
INSERT INTO public.auth_group_permissions VALUES (35, 2, 18);
INSERT INTO public.auth_group_permissions VALUES (36, 2, 19);
INSERT INTO public.auth_group_permissions VALUES (37, 2, 20);
INSERT INTO public.auth_group_permissions VALUES (38, 2, 21);
INSERT INTO public.auth_group_permissions VALUES (39, 2, 22);
INSERT INTO public.auth_group_permissions VALUES (40, 2, 23);
INSERT INTO public.auth_group_permissions VALUES (41, 2, 24);
INSERT INTO public.auth_group_permissions VALUES (42, 2, 25);
INSERT INTO public.auth_group_permissions VALUES (43, 3, 1);
INSERT INTO public.auth_group_permissions VALUES (44, 3, 2);
INSERT INTO public.auth_group_permissions VALUES (45, 3, 3);
INSERT INTO public.auth_group_permissions VALUES (46, 3, 4);
INSERT INTO public.auth_group_permissions VALUES (47, 3, 5);
INSERT INTO public.auth_group_permissions VALUES (48, 3, 6);
INSERT INTO public.auth_group_permissions VALUES (49, 3, 7);
INSERT INTO public.auth_group_permissions VALUES (50, 3, 8);
INSERT INTO public.auth_group_permissions VALUES (51, 3, 9);
INSERT INTO public.auth_group_permissions VALUES (52, 3, 10);
INSERT INTO public.auth_group_permissions VALUES (53, 3, 11);
INSERT INTO public.auth_group_permissions VALUES (54, 3, 12);
INSERT INTO public.auth_group_permissions VALUES (55, 3, 13);
INSERT INTO public.auth_group_permissions VALUES (56, 3, 14);
INSERT INTO public.auth_group_permissions VALUES (57, 3, 15);
INSERT INTO public.auth_group_permissions VALUES (58, 3, 16);
INSERT INTO public.auth_group_permissions VALUES (59, 3, 17);
INSERT INTO public.auth_group_permissions VALUES (60, 3, 18);
INSERT INTO public.auth_group_permissions VALUES (61, 3, 19);
INSERT INTO public.auth_group_permissions VALUES (62, 3, 20);
INSERT INTO public.auth_group_permissions VALUES (63, 3, 21);
INSERT INTO public.auth_group_permissions VALUES (64, 3, 22);
INSERT INTO public.auth_group_permissions VALUES (65, 3, 23);
INSERT INTO public.auth_group_permissions VALUES (66, 3, 24);
INSERT INTO public.auth_group_permissions VALUES (67, 3, 25);
INSERT INTO public.auth_group_permissions VALUES (68, 3, 26);
INSERT INTO public.auth_group_permissions VALUES (69, 3, 27);
INSERT INTO public.auth_group_permissions VALUES (70, 3, 28);
INSERT INTO public.auth_group_permissions VALUES (71, 3, 29);
INSERT INTO public.auth_group_permissions VALUES (72, 3, 30);
INSERT INTO public.auth_group_permissions VALUES (73, 3, 31);
INSERT INTO public.auth_group_permissions VALUES (74, 3, 32);
INSERT INTO public.auth_group_permissions VALUES (75, 3, 33);
INSERT INTO public.auth_group_permissions VALUES (76, 3, 34);
INSERT INTO public.auth_group_permissions VALUES (77, 3, 35);
INSERT INTO public.auth_group_permissions VALUES (78, 3, 36);
INSERT INTO public.auth_group_permissions VALUES (79, 3, 37);
INSERT INTO public.auth_group_permissions VALUES (80, 3, 38);
INSERT INTO public.auth_group_permissions VALUES (81, 3, 39);
INSERT INTO public.auth_group_permissions VALUES (82, 3, 40);
INSERT INTO public.auth_group_permissions VALUES (83, 3, 41);
INSERT INTO public.auth_group_permissions VALUES (84, 3, 42);
INSERT INTO public.auth_group_permissions VALUES (85, 3, 43);
INSERT INTO public.auth_group_permissions VALUES (86, 3, 44);
INSERT INTO public.auth_group_permissions VALUES (87, 3, 45);
INSERT INTO public.auth_group_permissions VALUES (88, 3, 46);
INSERT INTO public.auth_group_permissions VALUES (89, 3, 47);
INSERT INTO public.auth_group_permissions VALUES (90, 3, 48);
INSERT INTO public.auth_group_permissions VALUES (91, 3, 49);
INSERT INTO public.auth_permission VALUES (1, 'Can view article', 1, 'view_article');
INSERT INTO public.auth_permission VALUES (2, 'Can add article', 1, 'add_article');
INSERT INTO public.auth_permission VALUES (3, 'Can change article', 1, 'change_article');
INSERT INTO public.auth_permission VALUES (4, 'Can view listing', 2, 'view_listing');
INSERT INTO public.auth_permission VALUES (5, 'Can add listing', 2, 'add_listing');
INSERT INTO public.auth_permission VALUES (6, 'Can change listing', 2, 'change_listing');
INSERT INTO public.auth_permission VALUES (7, 'Can delete listing', 2, 'delete_listing');
INSERT INTO public.auth_permission VALUES (8, 'Can view image', 3, 'view_image');
INSERT INTO public.auth_permission VALUES (9, 'Can add image', 3, 'add_image');
INSERT INTO public.auth_permission VALUES (10, 'Can change image', 3, 'change_image');
INSERT INTO public.auth_permission VALUES (11, 'Can delete image', 3, 'delete_image');
INSERT INTO public.auth_permission VALUES (12, 'Can view relatedlink', 4, 'view_relatedlink');
INSERT INTO public.auth_permission VALUES (13, 'Can add relatedlink', 4, 'add_relatedlink');
INSERT INTO public.auth_permission VALUES (14, 'Can change relatedlink', 4, 'change_relatedlink');
INSERT INTO public.auth_permission VALUES (15, 'Can delete relatedlink', 4, 'delete_relatedlink');
INSERT INTO public.auth_permission VALUES (16, 'Can view topic', 5, 'view_topic');
INSERT INTO public.auth_permission VALUES (17, 'Can view provider', 6, 'view_provider');
INSERT INTO public.auth_permission VALUES (18, 'Can edit every article', 1, 'edit_every_article');
INSERT INTO public.auth_permission VALUES (19, 'Can publish article', 1, 'publish_article');
INSERT INTO public.auth_permission VALUES (20, 'Can reject article', 1, 'reject_article');
INSERT INTO public.auth_permission VALUES (21, 'Can view conflict', 7, 'view_conflict');
INSERT INTO public.auth_permission VALUES (22, 'Can change conflict', 7, 'change_conflict');
INSERT INTO public.auth_permission VALUES (23, 'Can view importrun', 8, 'view_importrun');
INSERT INTO public.auth_permission VALUES (24, 'Can view importeddocument', 9, 'view_importeddocument');
INSERT INTO public.auth_permission VALUES (25, 'Can view frozenfield', 10, 'view_frozenfield');
INSERT INTO public.auth_permission VALUES (26, 'Can delete article', 1, 'delete_article');
INSERT INTO public.auth_permission VALUES (27, 'Can add topic', 5, 'add_topic');
INSERT INTO public.auth_permission VALUES (28, 'Can change topic', 5, 'change_topic');
INSERT INTO public.auth_permission VALUES (29, 'Can delete topic', 5, 'delete_topic');
INSERT INTO public.auth_permission VALUES (30, 'Can merge topic', 5, 'merge_topic');
INSERT INTO public.auth_permission VALUES (31, 'Can add provider', 6, 'add_provider');
INSERT INTO public.auth_permission VALUES (32, 'Can change provider', 6, 'change_provider');
INSERT INTO public.auth_permission VALUES (33, 'Can delete provider', 6, 'delete_provider');
INSERT INTO public.auth_permission VALUES (34, 'Can merge provider', 6, 'merge_provider');
INSERT INTO public.auth_permission VALUES (35, 'Can block provider', 6, 'block_provider');
INSERT INTO public.auth_permission VALUES (36, 'Can undo importrun', 8, 'undo_importrun');
INSERT INTO public.auth_permission VALUES (37, 'Can view upload', 11, 'view_upload');
INSERT INTO public.auth_permission VALUES (38, 'Can add upload', 11, 'add_upload');
INSERT INTO public.auth_permission VALUES (39, 'Can change upload', 11, 'change_upload');
INSERT INTO public.auth_permission VALUES (40, 'Can delete upload', 11, 'delete_upload');
INSERT INTO public.auth_permission VALUES (41, 'Can view planneddocument', 12, 'view_planneddocument');
INSERT INTO public.auth_permission VALUES (42, 'Can add planneddocument', 12, 'add_planneddocument');
INSERT INTO public.auth_permission VALUES (43, 'Can change planneddocument', 12, 'change_planneddocument');
INSERT INTO public.auth_permission VALUES (44, 'Can delete planneddocument', 12, 'delete_planneddocument');
INSERT INTO public.auth_permission VALUES (45, 'Can view withheld', 13, 'view_withheld');
INSERT INTO public.auth_permission VALUES (46, 'Can change withheld', 13, 'change_withheld');
INSERT INTO public.auth_permission VALUES (47, 'Can view user', 14, 'view_user');
INSERT INTO public.auth_permission VALUES (48, 'Can add user', 14, 'add_user');
INSERT INTO public.auth_permission VALUES (49, 'Can change user', 14, 'change_user');
INSERT INTO public.auth_permission VALUES (50, 'Can add import', 8, 'add_importrun');
INSERT INTO public.auth_permission VALUES (51, 'Can change import', 8, 'change_importrun');
INSERT INTO public.auth_permission VALUES (52, 'Can delete import', 8, 'delete_importrun');
INSERT INTO public.auth_permission VALUES (53, 'Can add source document', 15, 'add_sourcedocument');
INSERT INTO public.auth_permission VALUES (54, 'Can change source document', 15, 'change_sourcedocument');
INSERT INTO public.auth_permission VALUES (55, 'Can delete source document', 15, 'delete_sourcedocument');
INSERT INTO public.auth_permission VALUES (56, 'Can view source document', 15, 'view_sourcedocument');
INSERT INTO public.auth_permission VALUES (57, 'Can add conflict', 7, 'add_conflict');
INSERT INTO public.auth_permission VALUES (58, 'Can delete conflict', 7, 'delete_conflict');
INSERT INTO public.auth_permission VALUES (59, 'Can add frozen field', 10, 'add_frozenfield');
INSERT INTO public.auth_permission VALUES (60, 'Can change frozen field', 10, 'change_frozenfield');
INSERT INTO public.auth_permission VALUES (61, 'Can delete frozen field', 10, 'delete_frozenfield');
INSERT INTO public.auth_permission VALUES (62, 'Can add imported document', 9, 'add_importeddocument');
INSERT INTO public.auth_permission VALUES (63, 'Can change imported document', 9, 'change_importeddocument');
INSERT INTO public.auth_permission VALUES (64, 'Can delete imported document', 9, 'delete_importeddocument');
INSERT INTO public.auth_permission VALUES (65, 'Can add sample', 16, 'add_metricsample');
INSERT INTO public.auth_permission VALUES (66, 'Can change sample', 16, 'change_metricsample');
INSERT INTO public.auth_permission VALUES (67, 'Can delete sample', 16, 'delete_metricsample');
INSERT INTO public.auth_permission VALUES (68, 'Can view sample', 16, 'view_metricsample');
INSERT INTO public.auth_permission VALUES (69, 'Can add withheld article', 13, 'add_withheld');
INSERT INTO public.auth_permission VALUES (70, 'Can delete withheld article', 13, 'delete_withheld');
INSERT INTO public.auth_permission VALUES (71, 'Can add redirect', 17, 'add_redirect');
INSERT INTO public.auth_permission VALUES (72, 'Can change redirect', 17, 'change_redirect');
INSERT INTO public.auth_permission VALUES (73, 'Can delete redirect', 17, 'delete_redirect');
INSERT INTO public.auth_permission VALUES (74, 'Can view redirect', 17, 'view_redirect');
INSERT INTO public.auth_permission VALUES (75, 'Can add search text', 18, 'add_searchtext');
INSERT INTO public.auth_permission VALUES (76, 'Can change search text', 18, 'change_searchtext');
INSERT INTO public.auth_permission VALUES (77, 'Can delete search text', 18, 'delete_searchtext');
INSERT INTO public.auth_permission VALUES (78, 'Can view search text', 18, 'view_searchtext');
INSERT INTO public.auth_permission VALUES (79, 'Can add change', 19, 'add_revision');
INSERT INTO public.auth_permission VALUES (80, 'Can change change', 19, 'change_revision');
INSERT INTO public.auth_permission VALUES (81, 'Can delete change', 19, 'delete_revision');
INSERT INTO public.auth_permission VALUES (82, 'Can view change', 19, 'view_revision');
INSERT INTO public.auth_permission VALUES (83, 'Can add link check', 20, 'add_linkcheck');
INSERT INTO public.auth_permission VALUES (84, 'Can change link check', 20, 'change_linkcheck');
INSERT INTO public.auth_permission VALUES (85, 'Can delete link check', 20, 'delete_linkcheck');
INSERT INTO public.auth_permission VALUES (86, 'Can view link check', 20, 'view_linkcheck');
INSERT INTO public.auth_permission VALUES (87, 'Can add other name of a topic', 21, 'add_topicalias');
INSERT INTO public.auth_permission VALUES (88, 'Can change other name of a topic', 21, 'change_topicalias');
INSERT INTO public.auth_permission VALUES (89, 'Can delete other name of a topic', 21, 'delete_topicalias');
INSERT INTO public.auth_permission VALUES (90, 'Can view other name of a topic', 21, 'view_topicalias');
INSERT INTO public.auth_permission VALUES (91, 'Can add saved filter', 22, 'add_savedfilter');
INSERT INTO public.auth_permission VALUES (92, 'Can change saved filter', 22, 'change_savedfilter');
INSERT INTO public.auth_permission VALUES (93, 'Can delete saved filter', 22, 'delete_savedfilter');
INSERT INTO public.auth_permission VALUES (94, 'Can view saved filter', 22, 'view_savedfilter');
INSERT INTO public.auth_permission VALUES (95, 'Can add exported document', 23, 'add_exporteddocument');
INSERT INTO public.auth_permission VALUES (96, 'Can change exported document', 23, 'change_exporteddocument');
INSERT INTO public.auth_permission VALUES (97, 'Can delete exported document', 23, 'delete_exporteddocument');
INSERT INTO public.auth_permission VALUES (98, 'Can view exported document', 23, 'view_exporteddocument');
INSERT INTO public.auth_permission VALUES (99, 'Can add article to be indexed', 24, 'add_searchdue');
INSERT INTO public.auth_permission VALUES (100, 'Can change article to be indexed', 24, 'change_searchdue');
INSERT INTO public.auth_permission VALUES (101, 'Can delete article to be indexed', 24, 'delete_searchdue');
INSERT INTO public.auth_permission VALUES (102, 'Can view article to be indexed', 24, 'view_searchdue');
INSERT INTO public.auth_permission VALUES (103, 'Can add known word', 25, 'add_searchword');
INSERT INTO public.auth_permission VALUES (104, 'Can change known word', 25, 'change_searchword');
INSERT INTO public.auth_permission VALUES (105, 'Can delete known word', 25, 'delete_searchword');
INSERT INTO public.auth_permission VALUES (106, 'Can view known word', 25, 'view_searchword');
INSERT INTO public.auth_permission VALUES (107, 'Can add document that was left out', 26, 'add_leftdocument');
INSERT INTO public.auth_permission VALUES (108, 'Can change document that was left out', 26, 'change_leftdocument');
INSERT INTO public.auth_permission VALUES (109, 'Can delete document that was left out', 26, 'delete_leftdocument');
INSERT INTO public.auth_permission VALUES (110, 'Can view document that was left out', 26, 'view_leftdocument');
INSERT INTO public.auth_permission VALUES (111, 'Can add edition of the site', 27, 'add_edition');
INSERT INTO public.auth_permission VALUES (112, 'Can change edition of the site', 27, 'change_edition');
INSERT INTO public.auth_permission VALUES (113, 'Can delete edition of the site', 27, 'delete_edition');
INSERT INTO public.auth_permission VALUES (114, 'Can view edition of the site', 27, 'view_edition');
INSERT INTO public.auth_permission VALUES (115, 'Can add block', 28, 'add_block');
INSERT INTO public.auth_permission VALUES (116, 'Can change block', 28, 'change_block');
INSERT INTO public.auth_permission VALUES (117, 'Can delete block', 28, 'delete_block');
INSERT INTO public.auth_permission VALUES (118, 'Can view block', 28, 'view_block');
INSERT INTO public.auth_permission VALUES (119, 'Can add other name of a provider', 29, 'add_provideralias');
INSERT INTO public.auth_permission VALUES (120, 'Can change other name of a provider', 29, 'change_provideralias');
INSERT INTO public.auth_permission VALUES (121, 'Can delete other name of a provider', 29, 'delete_provideralias');
INSERT INTO public.auth_permission VALUES (122, 'Can view other name of a provider', 29, 'view_provideralias');
INSERT INTO public.auth_permission VALUES (123, 'Can add log entry', 30, 'add_logentry');
INSERT INTO public.auth_permission VALUES (124, 'Can change log entry', 30, 'change_logentry');
INSERT INTO public.auth_permission VALUES (125, 'Can delete log entry', 30, 'delete_logentry');
INSERT INTO public.auth_permission VALUES (126, 'Can view log entry', 30, 'view_logentry');
INSERT INTO public.auth_permission VALUES (127, 'Can add permission', 31, 'add_permission');
INSERT INTO public.auth_permission VALUES (128, 'Can change permission', 31, 'change_permission');
INSERT INTO public.auth_permission VALUES (129, 'Can delete permission', 31, 'delete_permission');
INSERT INTO public.auth_permission VALUES (130, 'Can view permission', 31, 'view_permission');
INSERT INTO public.auth_permission VALUES (131, 'Can add group', 32, 'add_group');
INSERT INTO public.auth_permission VALUES (132, 'Can change group', 32, 'change_group');
INSERT INTO public.auth_permission VALUES (133, 'Can delete group', 32, 'delete_group');
INSERT INTO public.auth_permission VALUES (134, 'Can view group', 32, 'view_group');
INSERT INTO public.auth_permission VALUES (135, 'Can delete user', 14, 'delete_user');
INSERT INTO public.auth_permission VALUES (136, 'Can add content type', 33, 'add_contenttype');
INSERT INTO public.auth_permission VALUES (137, 'Can change content type', 33, 'change_contenttype');
INSERT INTO public.auth_permission VALUES (138, 'Can delete content type', 33, 'delete_contenttype');
INSERT INTO public.auth_permission VALUES (139, 'Can view content type', 33, 'view_contenttype');
INSERT INTO public.auth_permission VALUES (140, 'Can add session', 34, 'add_session');
INSERT INTO public.auth_permission VALUES (141, 'Can change session', 34, 'change_session');
INSERT INTO public.auth_permission VALUES (142, 'Can delete session', 34, 'delete_session');
INSERT INTO public.auth_permission VALUES (143, 'Can view session', 34, 'view_session');
INSERT INTO public.django_content_type VALUES (1, 'articles', 'article');
INSERT INTO public.django_content_type VALUES (2, 'articles', 'listing');
INSERT INTO public.django_content_type VALUES (3, 'articles', 'image');
INSERT INTO public.django_content_type VALUES (4, 'articles', 'relatedlink');
INSERT INTO public.django_content_type VALUES (5, 'articles', 'topic');
INSERT INTO public.django_content_type VALUES (6, 'providers', 'provider');
INSERT INTO public.django_content_type VALUES (7, 'articles', 'conflict');
INSERT INTO public.django_content_type VALUES (8, 'articles', 'importrun');
INSERT INTO public.django_content_type VALUES (9, 'articles', 'importeddocument');
INSERT INTO public.django_content_type VALUES (10, 'articles', 'frozenfield');
INSERT INTO public.django_content_type VALUES (11, 'articles', 'upload');
INSERT INTO public.django_content_type VALUES (12, 'articles', 'planneddocument');
INSERT INTO public.django_content_type VALUES (13, 'articles', 'withheld');
INSERT INTO public.django_content_type VALUES (14, 'auth', 'user');
INSERT INTO public.django_content_type VALUES (15, 'articles', 'sourcedocument');
INSERT INTO public.django_content_type VALUES (16, 'articles', 'metricsample');
INSERT INTO public.django_content_type VALUES (17, 'articles', 'redirect');
INSERT INTO public.django_content_type VALUES (18, 'articles', 'searchtext');
INSERT INTO public.django_content_type VALUES (19, 'articles', 'revision');
INSERT INTO public.django_content_type VALUES (20, 'articles', 'linkcheck');
INSERT INTO public.django_content_type VALUES (21, 'articles', 'topicalias');
INSERT INTO public.django_content_type VALUES (22, 'articles', 'savedfilter');
INSERT INTO public.django_content_type VALUES (23, 'articles', 'exporteddocument');
INSERT INTO public.django_content_type VALUES (24, 'articles', 'searchdue');
INSERT INTO public.django_content_type VALUES (25, 'articles', 'searchword');
INSERT INTO public.django_content_type VALUES (26, 'articles', 'leftdocument');
INSERT INTO public.django_content_type VALUES (27, 'articles', 'edition');
INSERT INTO public.django_content_type VALUES (28, 'providers', 'block');
INSERT INTO public.django_content_type VALUES (29, 'providers', 'provideralias');
INSERT INTO public.django_content_type VALUES (30, 'admin', 'logentry');
INSERT INTO public.django_content_type VALUES (31, 'auth', 'permission');
INSERT INTO public.django_content_type VALUES (32, 'auth', 'group');
INSERT INTO public.django_content_type VALUES (33, 'contenttypes', 'contenttype');
INSERT INTO public.django_content_type VALUES (34, 'sessions', 'session');
INSERT INTO public.django_migrations VALUES (1, 'contenttypes', '0001_initial', '2026-11-28 04:15:46.80176+00');
INSERT INTO public.django_migrations VALUES (2, 'auth', '0001_initial', '2026-11-28 04:15:46.933971+00');
INSERT INTO public.django_migrations VALUES (3, 'admin', '0001_initial', '2026-11-28 04:15:46.980175+00');
INSERT INTO public.django_migrations VALUES (4, 'admin', '0002_logentry_remove_auto_add', '2026-11-28 04:15:47.003263+00');
INSERT INTO public.django_migrations VALUES (5, 'admin', '0003_logentry_add_action_flag_choices', '2026-11-28 04:15:47.03094+00');
INSERT INTO public.django_migrations VALUES (6, 'providers', '0001_initial', '2026-11-28 04:15:47.097871+00');
INSERT INTO public.django_migrations VALUES (7, 'providers', '0002_roles', '2026-11-28 04:15:47.107166+00');
INSERT INTO public.django_migrations VALUES (8, 'providers', '0003_aliases_and_blocks', '2026-11-28 04:15:47.216896+00');
INSERT INTO public.django_migrations VALUES (9, 'articles', '0001_initial', '2026-11-28 04:15:47.913843+00');
INSERT INTO public.django_migrations VALUES (10, 'articles', '0002_topic_tree_has_no_circle', '2026-11-28 04:15:48.00452+00');
INSERT INTO public.django_migrations VALUES (11, 'articles', '0003_reviewable_imports', '2026-11-28 04:15:48.729629+00');
INSERT INTO public.django_migrations VALUES (12, 'articles', '0004_heat_and_redirects', '2026-11-28 04:15:49.065771+00');
INSERT INTO public.django_migrations VALUES (13, 'articles', '0005_search', '2026-11-28 04:15:49.173888+00');
INSERT INTO public.django_migrations VALUES (14, 'articles', '0006_uploads', '2026-11-28 04:15:49.317827+00');
INSERT INTO public.django_migrations VALUES (15, 'articles', '0007_edited_at', '2026-11-28 04:15:49.381605+00');
INSERT INTO public.django_migrations VALUES (16, 'articles', '0008_find_by_web_url_and_provider', '2026-11-28 04:15:49.445666+00');
INSERT INTO public.django_migrations VALUES (17, 'articles', '0009_search_pause', '2026-11-28 04:15:49.475992+00');
INSERT INTO public.django_migrations VALUES (18, 'articles', '0010_workflow_and_history', '2026-11-28 04:15:50.253852+00');
INSERT INTO public.django_migrations VALUES (19, 'articles', '0011_roles', '2026-11-28 04:15:50.557054+00');
INSERT INTO public.django_migrations VALUES (20, 'articles', '0012_damaged_text', '2026-11-28 04:15:50.633938+00');
INSERT INTO public.django_migrations VALUES (21, 'articles', '0013_dead_links', '2026-11-28 04:15:50.68969+00');
INSERT INTO public.django_migrations VALUES (22, 'articles', '0014_aliases', '2026-11-28 04:15:50.787376+00');
INSERT INTO public.django_migrations VALUES (23, 'articles', '0015_the_queue', '2026-11-28 04:15:50.868538+00');
INSERT INTO public.django_migrations VALUES (24, 'articles', '0016_stories_of_a_provider_as_they_came', '2026-11-28 04:15:50.893784+00');
INSERT INTO public.django_migrations VALUES (25, 'articles', '0017_start_page', '2026-11-28 04:15:51.053527+00');
INSERT INTO public.django_migrations VALUES (26, 'articles', '0018_search_for_beginnings', '2026-11-28 04:15:51.074556+00');
INSERT INTO public.django_migrations VALUES (27, 'articles', '0019_search_without_delay', '2026-11-28 04:15:51.098158+00');
INSERT INTO public.django_migrations VALUES (28, 'articles', '0020_a_listings_topic_is_called_topic', '2026-11-28 04:15:51.118626+00');
INSERT INTO public.django_migrations VALUES (29, 'articles', '0021_what_went_out', '2026-11-28 04:15:51.125518+00');
INSERT INTO public.django_migrations VALUES (30, 'articles', '0022_frozen_fields_held_or_thawed', '2026-11-28 04:15:51.257132+00');
INSERT INTO public.django_migrations VALUES (31, 'articles', '0023_search_folded_here', '2026-11-28 04:15:51.346112+00');
INSERT INTO public.django_migrations VALUES (32, 'articles', '0024_documents_left_out', '2026-11-28 04:15:51.387338+00');
INSERT INTO public.django_migrations VALUES (33, 'articles', '0025_names_are_one_in_any_case_and_form', '2026-11-28 04:15:51.528415+00');
INSERT INTO public.django_migrations VALUES (34, 'articles', '0026_links_to_previews_can_be_ended', '2026-11-28 04:15:51.547848+00');
INSERT INTO public.django_migrations VALUES (35, 'articles', '0027_languages_of_articles', '2026-11-28 04:15:51.591136+00');
INSERT INTO public.django_migrations VALUES (36, 'articles', '0028_what_has_no_date_is_placed', '2026-11-28 04:15:52.111575+00');
INSERT INTO public.django_migrations VALUES (37, 'articles', '0029_edition', '2026-11-28 04:15:52.150307+00');
INSERT INTO public.django_migrations VALUES (38, 'contenttypes', '0002_remove_content_type_name', '2026-11-28 04:15:52.181741+00');
INSERT INTO public.django_migrations VALUES (39, 'auth', '0002_alter_permission_name_max_length', '2026-11-28 04:15:52.20411+00');
INSERT INTO public.django_migrations VALUES (40, 'auth', '0003_alter_user_email_max_length', '2026-11-28 04:15:52.219618+00');
INSERT INTO public.django_migrations VALUES (41, 'auth', '0004_alter_user_username_opts', '2026-11-28 04:15:52.23428+00');
INSERT INTO public.django_migrations VALUES (42, 'auth', '0005_alter_user_last_login_null', '2026-11-28 04:15:52.248101+00');
INSERT INTO public.django_migrations VALUES (43, 'auth', '0006_require_contenttypes_0002', '2026-11-28 04:15:52.249251+00');
INSERT INTO public.django_migrations VALUES (44, 'auth', '0007_alter_validators_add_error_messages', '2026-11-28 04:15:52.269354+00');
INSERT INTO public.django_migrations VALUES (45, 'auth', '0008_alter_user_username_max_length', '2026-11-28 04:15:52.291606+00');
INSERT INTO public.django_migrations VALUES (46, 'auth', '0009_alter_user_last_name_max_length', '2026-11-28 04:15:52.305917+00');
INSERT INTO public.django_migrations VALUES (47, 'auth', '0010_alter_group_name_max_length', '2026-11-28 04:15:52.432086+00');
INSERT INTO public.django_migrations VALUES (48, 'auth', '0011_update_proxy_permissions', '2026-11-28 04:15:52.4544+00');
INSERT INTO public.django_migrations VALUES (49, 'auth', '0012_alter_user_first_name_max_length', '2026-11-28 04:15:52.470144+00');
INSERT INTO public.django_migrations VALUES (50, 'sessions', '0001_initial', '2026-11-28 04:15:52.478273+00');
SELECT pg_catalog.setval('public.articles_article_id_seq', 1, false);
SELECT pg_catalog.setval('public.articles_conflict_id_seq', 1, false);
SELECT pg_catalog.setval('public.articles_edition_id_seq', 1, false);
SELECT pg_catalog.setval('public.articles_exporteddocument_id_seq', 1, false);
SELECT pg_catalog.setval('public.articles_frozenfield_id_seq', 1, false);
SELECT pg_catalog.setval('public.articles_image_id_seq', 1, false);
SELECT pg_catalog.setval('public.articles_importeddocument_id_seq', 1, false);
SELECT pg_catalog.setval('public.articles_importrun_id_seq', 1, false);
SELECT pg_catalog.setval('public.articles_leftdocument_id_seq', 1, false);
SELECT pg_catalog.setval('public.articles_listing_id_seq', 1, false);
SELECT pg_catalog.setval('public.articles_metricsample_id_seq', 1, false);
SELECT pg_catalog.setval('public.articles_planneddocument_id_seq', 1, false);
SELECT pg_catalog.setval('public.articles_redirect_id_seq', 1, false);
SELECT pg_catalog.setval('public.articles_relatedlink_id_seq', 1, false);
SELECT pg_catalog.setval('public.articles_revision_id_seq', 1, false);
SELECT pg_catalog.setval('public.articles_savedfilter_id_seq', 1, false);
SELECT pg_catalog.setval('public.articles_searchdue_id_seq', 1, false);
SELECT pg_catalog.setval('public.articles_searchword_id_seq', 1, false);
SELECT pg_catalog.setval('public.articles_sourcedocument_id_seq', 1, false);
SELECT pg_catalog.setval('public.articles_topic_id_seq', 1, false);
SELECT pg_catalog.setval('public.articles_topicalias_id_seq', 1, false);
SELECT pg_catalog.setval('public.articles_upload_id_seq', 1, false);
SELECT pg_catalog.setval('public.articles_withheld_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_group_id_seq', 3, true);
SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 182, true);
SELECT pg_catalog.setval('public.auth_permission_id_seq', 143, true);
SELECT pg_catalog.setval('public.auth_user_groups_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_user_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_user_user_permissions_id_seq', 1, false);
SELECT pg_catalog.setval('public.django_admin_log_id_seq', 1, false);
SELECT pg_catalog.setval('public.django_content_type_id_seq', 34, true);
SELECT pg_catalog.setval('public.django_migrations_id_seq', 50, true);
SELECT pg_catalog.setval('public.providers_block_id_seq', 1, false);
SELECT pg_catalog.setval('public.providers_provider_id_seq', 1, false);
SELECT pg_catalog.setval('public.providers_provideralias_id_seq', 1, false);
ALTER TABLE ONLY public.articles_article
    ADD CONSTRAINT articles_article_path_key UNIQUE (path);
ALTER TABLE ONLY public.articles_article
    ADD CONSTRAINT articles_article_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_conflict
    ADD CONSTRAINT articles_conflict_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_edition
    ADD CONSTRAINT articles_edition_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_editionnote
    ADD CONSTRAINT articles_editionnote_pkey PRIMARY KEY (transaction, kind);
ALTER TABLE ONLY public.articles_exporteddocument
    ADD CONSTRAINT articles_exporteddocument_path_key UNIQUE (path);
ALTER TABLE ONLY public.articles_exporteddocument
    ADD CONSTRAINT articles_exporteddocument_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_frozenfield
    ADD CONSTRAINT articles_frozenfield_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_image
    ADD CONSTRAINT articles_image_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_importeddocument
    ADD CONSTRAINT articles_importeddocument_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_importrun
    ADD CONSTRAINT articles_importrun_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_leftdocument
    ADD CONSTRAINT articles_leftdocument_path_key UNIQUE (path);
ALTER TABLE ONLY public.articles_leftdocument
    ADD CONSTRAINT articles_leftdocument_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_linkcheck
    ADD CONSTRAINT articles_linkcheck_pkey PRIMARY KEY (article_id);
ALTER TABLE ONLY public.articles_listing
    ADD CONSTRAINT articles_listing_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_metricsample
    ADD CONSTRAINT articles_metricsample_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_planneddocument
    ADD CONSTRAINT articles_planneddocument_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_redirect
    ADD CONSTRAINT articles_redirect_address_key UNIQUE (address);
ALTER TABLE ONLY public.articles_redirect
    ADD CONSTRAINT articles_redirect_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_relatedlink
    ADD CONSTRAINT articles_relatedlink_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_revision
    ADD CONSTRAINT articles_revision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_savedfilter
    ADD CONSTRAINT articles_savedfilter_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_searchdue
    ADD CONSTRAINT articles_searchdue_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_searchtext
    ADD CONSTRAINT articles_searchtext_pkey PRIMARY KEY (article_id);
ALTER TABLE ONLY public.articles_searchword
    ADD CONSTRAINT articles_searchword_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_sourcedocument
    ADD CONSTRAINT articles_sourcedocument_path_key UNIQUE (path);
ALTER TABLE ONLY public.articles_sourcedocument
    ADD CONSTRAINT articles_sourcedocument_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_topic
    ADD CONSTRAINT articles_topic_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_topic
    ADD CONSTRAINT articles_topic_slug_key UNIQUE (slug);
ALTER TABLE ONLY public.articles_topicalias
    ADD CONSTRAINT articles_topicalias_key_key UNIQUE (key);
ALTER TABLE ONLY public.articles_topicalias
    ADD CONSTRAINT articles_topicalias_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_upload
    ADD CONSTRAINT articles_upload_kept_as_key UNIQUE (kept_as);
ALTER TABLE ONLY public.articles_upload
    ADD CONSTRAINT articles_upload_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_withheld
    ADD CONSTRAINT articles_withheld_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_user_groups
    ADD CONSTRAINT auth_user_groups_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_user_groups
    ADD CONSTRAINT auth_user_groups_user_id_group_id_94350c0c_uniq UNIQUE (user_id, group_id);
ALTER TABLE ONLY public.auth_user
    ADD CONSTRAINT auth_user_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_user_user_permissions
    ADD CONSTRAINT auth_user_user_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_user_user_permissions
    ADD CONSTRAINT auth_user_user_permissions_user_id_permission_id_14a6b632_uniq UNIQUE (user_id, permission_id);
ALTER TABLE ONLY public.auth_user
    ADD CONSTRAINT auth_user_username_key UNIQUE (username);
ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.providers_block
    ADD CONSTRAINT providers_block_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.providers_block
    ADD CONSTRAINT providers_block_provider_id_key UNIQUE (provider_id);
ALTER TABLE ONLY public.providers_provider
    ADD CONSTRAINT providers_provider_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.providers_provideralias
    ADD CONSTRAINT providers_provideralias_key_key UNIQUE (key);
ALTER TABLE ONLY public.providers_provideralias
    ADD CONSTRAINT providers_provideralias_pkey PRIMARY KEY (id);
CREATE INDEX article_at_web_url ON public.articles_article USING hash (web_url);
CREATE INDEX article_created_by ON public.articles_article USING btree (created_by_id) WHERE (created_by_id IS NOT NULL);
CREATE INDEX article_hottest_of_provider ON public.articles_article USING btree (provider_id, heat_score DESC, path) WHERE published;
CREATE INDEX article_hottest_published ON public.articles_article USING btree (heat_score DESC, path) WHERE published;
CREATE INDEX article_newest ON public.articles_article USING btree (COALESCE(published_date_time, made_at) DESC, path);
CREATE INDEX article_newest_damaged ON public.articles_article USING btree (COALESCE(published_date_time, made_at) DESC, path) WHERE is_damaged;
CREATE INDEX article_newest_of_provider ON public.articles_article USING btree (provider_id, COALESCE(published_date_time, made_at) DESC, path) WHERE published;
CREATE INDEX article_newest_published ON public.articles_article USING btree (COALESCE(published_date_time, made_at) DESC, path) WHERE published;
CREATE INDEX article_newest_set_aside ON public.articles_article USING btree (state, COALESCE(published_date_time, made_at) DESC, path) WHERE ((state)::text = ANY ((ARRAY['scheduled'::character varying, 'rejected'::character varying, 'withdrawn'::character varying])::text[]));
CREATE INDEX article_newest_waiting ON public.articles_article USING btree (COALESCE(published_date_time, made_at) DESC, path) WHERE is_waiting;
CREATE INDEX article_next_scheduled ON public.articles_article USING btree (publish_at, path) WHERE ((state)::text = 'scheduled'::text);
CREATE INDEX article_of_provider_as_it_came ON public.articles_article USING btree (provider_id, id);
CREATE INDEX article_refused_of_provider ON public.articles_article USING btree (provider_id, COALESCE(published_date_time, made_at) DESC, path) WHERE ((state)::text = ANY ((ARRAY['rejected'::character varying, 'withdrawn'::character varying])::text[]));
CREATE INDEX article_waiting_of_provider ON public.articles_article USING btree (provider_id, COALESCE(published_date_time, made_at) DESC, path) WHERE is_waiting;
CREATE INDEX articles_article_path_43af543e_like ON public.articles_article USING btree (path varchar_pattern_ops);
CREATE INDEX articles_article_path_key_6c5f1227 ON public.articles_article USING btree (path_key);
CREATE INDEX articles_article_path_key_6c5f1227_like ON public.articles_article USING btree (path_key varchar_pattern_ops);
CREATE INDEX articles_article_slug_cc61df93 ON public.articles_article USING btree (slug);
CREATE INDEX articles_article_slug_cc61df93_like ON public.articles_article USING btree (slug varchar_pattern_ops);
CREATE INDEX articles_article_slug_key_ea05af21 ON public.articles_article USING btree (slug_key);
CREATE INDEX articles_article_slug_key_ea05af21_like ON public.articles_article USING btree (slug_key varchar_pattern_ops);
CREATE INDEX articles_conflict_run_id_05de8e46 ON public.articles_conflict USING btree (run_id);
CREATE INDEX articles_conflict_settled_by_id_d7affb15 ON public.articles_conflict USING btree (settled_by_id);
CREATE INDEX articles_conflict_superseded_by_id_859f62e2 ON public.articles_conflict USING btree (superseded_by_id);
CREATE INDEX articles_exporteddocument_path_bdf23b54_like ON public.articles_exporteddocument USING btree (path varchar_pattern_ops);
CREATE INDEX articles_frozenfield_run_id_1df53331 ON public.articles_frozenfield USING btree (run_id);
CREATE INDEX articles_importeddocument_run_id_81b5f365 ON public.articles_importeddocument USING btree (run_id);
CREATE INDEX articles_importrun_undone_by_id_40c0c371 ON public.articles_importrun USING btree (undone_by_id);
CREATE INDEX articles_importrun_user_id_ffd94ebd ON public.articles_importrun USING btree (user_id);
CREATE INDEX articles_leftdocument_left_out_by_id_a91a619d ON public.articles_leftdocument USING btree (left_out_by_id);
CREATE INDEX articles_leftdocument_path_4bfbefcb_like ON public.articles_leftdocument USING btree (path varchar_pattern_ops);
CREATE INDEX articles_linkcheck_checked_902d0c0f ON public.articles_linkcheck USING btree (checked);
CREATE INDEX articles_listing_topic_id_0158885a ON public.articles_listing USING btree (topic_id);
CREATE INDEX articles_metricsample_run_id_8e03aa46 ON public.articles_metricsample USING btree (run_id);
CREATE INDEX articles_redirect_address_f66a81d0_like ON public.articles_redirect USING btree (address varchar_pattern_ops);
CREATE INDEX articles_redirect_address_key_800f5869 ON public.articles_redirect USING btree (address_key);
CREATE INDEX articles_redirect_address_key_800f5869_like ON public.articles_redirect USING btree (address_key varchar_pattern_ops);
CREATE INDEX articles_redirect_article_id_99f3c4cf ON public.articles_redirect USING btree (article_id);
CREATE INDEX articles_redirect_provider_id_0785bb1d ON public.articles_redirect USING btree (provider_id);
CREATE INDEX articles_redirect_topic_id_cad9e884 ON public.articles_redirect USING btree (topic_id);
CREATE INDEX articles_relatedlink_article_id_ba44f149 ON public.articles_relatedlink USING btree (article_id);
CREATE INDEX articles_relatedlink_provider_id_11fcbe8e ON public.articles_relatedlink USING btree (provider_id);
CREATE INDEX articles_revision_undone_by_id_3fb8f53d ON public.articles_revision USING btree (undone_by_id);
CREATE INDEX articles_revision_user_id_9cd8a93f ON public.articles_revision USING btree (user_id);
CREATE INDEX articles_savedfilter_owner_id_0de92652 ON public.articles_savedfilter USING btree (owner_id);
CREATE INDEX articles_searchtext_vector ON public.articles_searchtext USING gin (vector) WITH (gin_pending_list_limit='64');
CREATE INDEX articles_sourcedocument_path_ca0cf66a_like ON public.articles_sourcedocument USING btree (path varchar_pattern_ops);
CREATE INDEX articles_sourcedocument_path_key_7afae460 ON public.articles_sourcedocument USING btree (path_key);
CREATE INDEX articles_sourcedocument_path_key_7afae460_like ON public.articles_sourcedocument USING btree (path_key varchar_pattern_ops);
CREATE INDEX articles_sourcedocument_run_id_702ac7c2 ON public.articles_sourcedocument USING btree (run_id);
CREATE INDEX articles_topic_parent_id_29f4f64b ON public.articles_topic USING btree (parent_id);
CREATE INDEX articles_topic_slug_a450089a_like ON public.articles_topic USING btree (slug varchar_pattern_ops);
CREATE INDEX articles_topicalias_key_8d68834a_like ON public.articles_topicalias USING btree (key varchar_pattern_ops);
CREATE INDEX articles_topicalias_topic_id_4435ac0a ON public.articles_topicalias USING btree (topic_id);
CREATE INDEX articles_upload_kept_as_75eec282_like ON public.articles_upload USING btree (kept_as varchar_pattern_ops);
CREATE INDEX articles_upload_user_id_287443be ON public.articles_upload USING btree (user_id);
CREATE INDEX articles_withheld_address_key_8b06fff4 ON public.articles_withheld USING btree (address_key);
CREATE INDEX articles_withheld_address_key_8b06fff4_like ON public.articles_withheld USING btree (address_key varchar_pattern_ops);
CREATE INDEX articles_withheld_lifted_by_id_dca30980 ON public.articles_withheld USING btree (lifted_by_id);
CREATE INDEX articles_withheld_path_key_5115e9ee ON public.articles_withheld USING btree (path_key);
CREATE INDEX articles_withheld_path_key_5115e9ee_like ON public.articles_withheld USING btree (path_key varchar_pattern_ops);
CREATE INDEX articles_withheld_withheld_by_id_8df73131 ON public.articles_withheld USING btree (withheld_by_id);
CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);
CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);
CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);
CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);
CREATE INDEX auth_user_groups_group_id_97559544 ON public.auth_user_groups USING btree (group_id);
CREATE INDEX auth_user_groups_user_id_6a12ed8b ON public.auth_user_groups USING btree (user_id);
CREATE INDEX auth_user_user_permissions_permission_id_1fbb5f2c ON public.auth_user_user_permissions USING btree (permission_id);
CREATE INDEX auth_user_user_permissions_user_id_a95ead1b ON public.auth_user_user_permissions USING btree (user_id);
CREATE INDEX auth_user_username_6821ab7c_like ON public.auth_user USING btree (username varchar_pattern_ops);
CREATE INDEX conflict_newest_waiting ON public.articles_conflict USING btree (found DESC, id DESC) WHERE ((settled IS NULL) AND (superseded_by_id IS NULL));
CREATE UNIQUE INDEX conflict_open_once ON public.articles_conflict USING btree (path, key) WHERE ((settled IS NULL) AND (superseded_by_id IS NULL));
CREATE INDEX django_admin_log_content_type_id_c4bce8eb ON public.django_admin_log USING btree (content_type_id);
CREATE INDEX django_admin_log_user_id_c564eba6 ON public.django_admin_log USING btree (user_id);
CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);
CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);
CREATE UNIQUE INDEX frozen_field_once ON public.articles_frozenfield USING btree (path, key);
CREATE INDEX image_of_article ON public.articles_image USING btree (article_id) WHERE (article_id IS NOT NULL);
CREATE INDEX image_of_provider ON public.articles_image USING btree (provider_id) WHERE (provider_id IS NOT NULL);
CREATE INDEX image_of_related_link ON public.articles_image USING btree (related_link_id) WHERE (related_link_id IS NOT NULL);
CREATE INDEX import_run_revision ON public.articles_importrun USING btree (revision) WHERE (NOT ((revision)::text = ''::text));
CREATE INDEX imported_document_history ON public.articles_importeddocument USING btree (path, run_id);
CREATE INDEX link_check_dead ON public.articles_linkcheck USING btree (is_dead) WHERE is_dead;
CREATE INDEX listing_hottest_in_topic ON public.articles_listing USING btree (topic_id, heat_score DESC, path) WHERE published;
CREATE INDEX listing_newest_in_topic ON public.articles_listing USING btree (topic_id, COALESCE(published_date_time, made_at) DESC, path) WHERE published;
CREATE UNIQUE INDEX listing_once_per_topic ON public.articles_listing USING btree (article_id, topic_id);
CREATE INDEX metric_sample_series ON public.articles_metricsample USING btree (article_id, at);
CREATE INDEX planned_document_outcome ON public.articles_planneddocument USING btree (upload_id, outcome, path);
CREATE INDEX planned_document_page ON public.articles_planneddocument USING btree (upload_id, path);
CREATE UNIQUE INDEX provider_domain_unique_without_case ON public.providers_provider USING btree (lower((domain)::text)) WHERE (NOT ((domain)::text = ''::text));
CREATE UNIQUE INDEX provider_name_unique_without_domain ON public.providers_provider USING btree (lower((name)::text)) WHERE ((domain)::text = ''::text);
CREATE UNIQUE INDEX provider_path_unique ON public.providers_provider USING btree (path) WHERE (NOT ((path)::text = ''::text));
CREATE INDEX providers_block_by_id_10627556 ON public.providers_block USING btree (by_id);
CREATE INDEX providers_provideralias_key_6f84b1db_like ON public.providers_provideralias USING btree (key varchar_pattern_ops);
CREATE INDEX providers_provideralias_provider_id_a971f554 ON public.providers_provideralias USING btree (provider_id);
CREATE INDEX revision_history ON public.articles_revision USING btree (path, at DESC);
CREATE INDEX revision_of_user ON public.articles_revision USING btree (user_id, at DESC) WHERE (user_id IS NOT NULL);
CREATE UNIQUE INDEX saved_filter_once_per_name ON public.articles_savedfilter USING btree (owner_id, name);
CREATE INDEX search_word ON public.articles_searchword USING btree (word);
CREATE INDEX search_word_english ON public.articles_searchword USING btree (english);
CREATE INDEX search_word_first ON public.articles_searchword USING btree (first, letters);
CREATE INDEX search_word_german ON public.articles_searchword USING btree (german);
CREATE INDEX search_word_last ON public.articles_searchword USING btree (last, letters);
CREATE UNIQUE INDEX topic_name_unique_without_case ON public.articles_topic USING btree (lower((name)::text));
CREATE UNIQUE INDEX topic_path_unique ON public.articles_topic USING btree (path) WHERE (NOT ((path)::text = ''::text));
CREATE INDEX withheld_by_address ON public.articles_withheld USING btree (address_key) WHERE (lifted IS NULL);
CREATE UNIQUE INDEX withheld_once ON public.articles_withheld USING btree (path) WHERE (lifted IS NULL);
CREATE TRIGGER article_edited_at BEFORE UPDATE ON public.articles_article FOR EACH ROW WHEN (((((((((((((((old.category)::text IS DISTINCT FROM (new.category)::text) OR ((old.title)::text IS DISTINCT FROM (new.title)::text)) OR (old.excerpt IS DISTINCT FROM new.excerpt)) OR (old.published_date_time IS DISTINCT FROM new.published_date_time)) OR ((old.original_url)::text IS DISTINCT FROM (new.original_url)::text)) OR ((old.web_url)::text IS DISTINCT FROM (new.web_url)::text)) OR ((old.amp_web_url)::text IS DISTINCT FROM (new.amp_web_url)::text)) OR ((old.cdn_amp_web_url)::text IS DISTINCT FROM (new.cdn_amp_web_url)::text)) OR ((old.type)::text IS DISTINCT FROM (new.type)::text)) OR (old.published IS DISTINCT FROM new.published)) OR (old.featured_content IS DISTINCT FROM new.featured_content)) OR (old.provider_id IS DISTINCT FROM new.provider_id)) OR (old.edited_at IS DISTINCT FROM new.edited_at))) EXECUTE FUNCTION public.articles_article_edited_at();
CREATE TRIGGER edition_article_delete AFTER DELETE ON public.articles_article REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.articles_edition_note_rows('number');
CREATE TRIGGER edition_article_heat AFTER UPDATE OF quality, heat, heat_score ON public.articles_article FOR EACH ROW WHEN ((((old.quality IS DISTINCT FROM new.quality) OR (old.heat IS DISTINCT FROM new.heat)) OR (old.heat_score IS DISTINCT FROM new.heat_score))) EXECUTE FUNCTION public.articles_edition_note('heat');
CREATE TRIGGER edition_article_insert AFTER INSERT ON public.articles_article REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.articles_edition_note_rows('number');
CREATE TRIGGER edition_article_update AFTER UPDATE OF path, slug, slug_key, category, title, excerpt, featured_content, published_date_time, made_at, edited_at, language, original_url, web_url, amp_web_url, cdn_amp_web_url, type, provider_id, provider_mention, published, publish_at, state, reason, decided_at ON public.articles_article FOR EACH ROW WHEN (((((((((((((((((((((((((old.path)::text IS DISTINCT FROM (new.path)::text) OR ((old.slug)::text IS DISTINCT FROM (new.slug)::text)) OR ((old.slug_key)::text IS DISTINCT FROM (new.slug_key)::text)) OR ((old.category)::text IS DISTINCT FROM (new.category)::text)) OR ((old.title)::text IS DISTINCT FROM (new.title)::text)) OR (old.excerpt IS DISTINCT FROM new.excerpt)) OR (old.featured_content IS DISTINCT FROM new.featured_content)) OR (old.published_date_time IS DISTINCT FROM new.published_date_time)) OR (old.made_at IS DISTINCT FROM new.made_at)) OR (old.edited_at IS DISTINCT FROM new.edited_at)) OR ((old.language)::text IS DISTINCT FROM (new.language)::text)) OR ((old.original_url)::text IS DISTINCT FROM (new.original_url)::text)) OR ((old.web_url)::text IS DISTINCT FROM (new.web_url)::text)) OR ((old.amp_web_url)::text IS DISTINCT FROM (new.amp_web_url)::text)) OR ((old.cdn_amp_web_url)::text IS DISTINCT FROM (new.cdn_amp_web_url)::text)) OR ((old.type)::text IS DISTINCT FROM (new.type)::text)) OR (old.provider_id IS DISTINCT FROM new.provider_id)) OR (old.provider_mention IS DISTINCT FROM new.provider_mention)) OR (old.published IS DISTINCT FROM new.published)) OR (old.publish_at IS DISTINCT FROM new.publish_at)) OR ((old.state)::text IS DISTINCT FROM (new.state)::text)) OR (old.reason IS DISTINCT FROM new.reason)) OR (old.decided_at IS DISTINCT FROM new.decided_at))) EXECUTE FUNCTION public.articles_edition_note('number');
CREATE TRIGGER edition_image_delete AFTER DELETE ON public.articles_image REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.articles_edition_note_rows('number');
CREATE TRIGGER edition_image_insert AFTER INSERT ON public.articles_image REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.articles_edition_note_rows('number');
CREATE TRIGGER edition_image_update AFTER UPDATE OF article_id, related_link_id, provider_id, "position", url, width, height, title, is_cached, attribution ON public.articles_image FOR EACH ROW WHEN (((((((((((old.article_id IS DISTINCT FROM new.article_id) OR (old.related_link_id IS DISTINCT FROM new.related_link_id)) OR (old.provider_id IS DISTINCT FROM new.provider_id)) OR (old."position" IS DISTINCT FROM new."position")) OR ((old.url)::text IS DISTINCT FROM (new.url)::text)) OR (old.width IS DISTINCT FROM new.width)) OR (old.height IS DISTINCT FROM new.height)) OR ((old.title)::text IS DISTINCT FROM (new.title)::text)) OR (old.is_cached IS DISTINCT FROM new.is_cached)) OR ((old.attribution)::text IS DISTINCT FROM (new.attribution)::text))) EXECUTE FUNCTION public.articles_edition_note('number');
CREATE TRIGGER edition_listing_delete AFTER DELETE ON public.articles_listing REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.articles_edition_note_rows('number');
CREATE TRIGGER edition_listing_heat AFTER UPDATE OF heat_score ON public.articles_listing FOR EACH ROW WHEN ((old.heat_score IS DISTINCT FROM new.heat_score)) EXECUTE FUNCTION public.articles_edition_note('heat');
CREATE TRIGGER edition_listing_insert AFTER INSERT ON public.articles_listing REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.articles_edition_note_rows('number');
CREATE TRIGGER edition_listing_update AFTER UPDATE OF article_id, topic_id, "position", published, published_date_time, publish_at, made_at, path ON public.articles_listing FOR EACH ROW WHEN (((((((((old.article_id IS DISTINCT FROM new.article_id) OR (old.topic_id IS DISTINCT FROM new.topic_id)) OR (old."position" IS DISTINCT FROM new."position")) OR (old.published IS DISTINCT FROM new.published)) OR (old.published_date_time IS DISTINCT FROM new.published_date_time)) OR (old.publish_at IS DISTINCT FROM new.publish_at)) OR (old.made_at IS DISTINCT FROM new.made_at)) OR ((old.path)::text IS DISTINCT FROM (new.path)::text))) EXECUTE FUNCTION public.articles_edition_note('number');
CREATE CONSTRAINT TRIGGER edition_move AFTER INSERT OR UPDATE ON public.articles_editionnote DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.articles_edition_move();
CREATE TRIGGER edition_provider_delete AFTER DELETE ON public.providers_provider REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.articles_edition_note_rows('number');
CREATE TRIGGER edition_provider_insert AFTER INSERT ON public.providers_provider REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.articles_edition_note_rows('number');
CREATE TRIGGER edition_provider_update AFTER UPDATE OF path, name, domain, other_names, description ON public.providers_provider FOR EACH ROW WHEN (((((((old.path)::text IS DISTINCT FROM (new.path)::text) OR ((old.name)::text IS DISTINCT FROM (new.name)::text)) OR ((old.domain)::text IS DISTINCT FROM (new.domain)::text)) OR (old.other_names IS DISTINCT FROM new.other_names)) OR (old.description IS DISTINCT FROM new.description))) EXECUTE FUNCTION public.articles_edition_note('number');
CREATE TRIGGER edition_redirect_delete AFTER DELETE ON public.articles_redirect REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.articles_edition_note_rows('number');
CREATE TRIGGER edition_redirect_insert AFTER INSERT ON public.articles_redirect REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.articles_edition_note_rows('number');
CREATE TRIGGER edition_redirect_update AFTER UPDATE OF address, address_key, article_id, topic_id, provider_id ON public.articles_redirect FOR EACH ROW WHEN (((((((old.address)::text IS DISTINCT FROM (new.address)::text) OR ((old.address_key)::text IS DISTINCT FROM (new.address_key)::text)) OR (old.article_id IS DISTINCT FROM new.article_id)) OR (old.topic_id IS DISTINCT FROM new.topic_id)) OR (old.provider_id IS DISTINCT FROM new.provider_id))) EXECUTE FUNCTION public.articles_edition_note('number');
CREATE TRIGGER edition_relatedlink_delete AFTER DELETE ON public.articles_relatedlink REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.articles_edition_note_rows('number');
CREATE TRIGGER edition_relatedlink_heat AFTER UPDATE OF quality, heat ON public.articles_relatedlink FOR EACH ROW WHEN (((old.quality IS DISTINCT FROM new.quality) OR (old.heat IS DISTINCT FROM new.heat))) EXECUTE FUNCTION public.articles_edition_note('heat');
CREATE TRIGGER edition_relatedlink_insert AFTER INSERT ON public.articles_relatedlink REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.articles_edition_note_rows('number');
CREATE TRIGGER edition_relatedlink_update AFTER UPDATE OF article_id, "position", title, excerpt, published_date_time, original_url, web_url, amp_web_url, cdn_amp_web_url, type, provider_id, provider_mention ON public.articles_relatedlink FOR EACH ROW WHEN (((((((((((((old.article_id IS DISTINCT FROM new.article_id) OR (old."position" IS DISTINCT FROM new."position")) OR ((old.title)::text IS DISTINCT FROM (new.title)::text)) OR (old.excerpt IS DISTINCT FROM new.excerpt)) OR (old.published_date_time IS DISTINCT FROM new.published_date_time)) OR ((old.original_url)::text IS DISTINCT FROM (new.original_url)::text)) OR ((old.web_url)::text IS DISTINCT FROM (new.web_url)::text)) OR ((old.amp_web_url)::text IS DISTINCT FROM (new.amp_web_url)::text)) OR ((old.cdn_amp_web_url)::text IS DISTINCT FROM (new.cdn_amp_web_url)::text)) OR ((old.type)::text IS DISTINCT FROM (new.type)::text)) OR (old.provider_id IS DISTINCT FROM new.provider_id)) OR (old.provider_mention IS DISTINCT FROM new.provider_mention))) EXECUTE FUNCTION public.articles_edition_note('number');
CREATE TRIGGER edition_searchtext_delete AFTER DELETE ON public.articles_searchtext REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.articles_edition_note_rows('number');
CREATE TRIGGER edition_searchtext_insert AFTER INSERT ON public.articles_searchtext REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.articles_edition_note_rows('number');
CREATE TRIGGER edition_searchtext_update AFTER UPDATE OF title, excerpt, provider, topics ON public.articles_searchtext FOR EACH ROW WHEN (((((old.title IS DISTINCT FROM new.title) OR (old.excerpt IS DISTINCT FROM new.excerpt)) OR (old.provider IS DISTINCT FROM new.provider)) OR (old.topics IS DISTINCT FROM new.topics))) EXECUTE FUNCTION public.articles_edition_note('number');
CREATE TRIGGER edition_sourcedocument_delete AFTER DELETE ON public.articles_sourcedocument REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.articles_edition_note_rows('sources');
CREATE TRIGGER edition_sourcedocument_insert AFTER INSERT ON public.articles_sourcedocument REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.articles_edition_note_rows('sources');
CREATE TRIGGER edition_sourcedocument_update AFTER UPDATE OF path, content ON public.articles_sourcedocument FOR EACH ROW WHEN ((((old.path)::text IS DISTINCT FROM (new.path)::text) OR (old.content IS DISTINCT FROM new.content))) EXECUTE FUNCTION public.articles_edition_note('sources');
CREATE TRIGGER edition_topic_delete AFTER DELETE ON public.articles_topic REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.articles_edition_note_rows('number');
CREATE TRIGGER edition_topic_insert AFTER INSERT ON public.articles_topic REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.articles_edition_note_rows('number');
CREATE TRIGGER edition_topic_update AFTER UPDATE OF path, name, slug, shortname, parent_id, "position", keywords, hashtags, services ON public.articles_topic FOR EACH ROW WHEN (((((((((((old.path)::text IS DISTINCT FROM (new.path)::text) OR ((old.name)::text IS DISTINCT FROM (new.name)::text)) OR ((old.slug)::text IS DISTINCT FROM (new.slug)::text)) OR ((old.shortname)::text IS DISTINCT FROM (new.shortname)::text)) OR (old.parent_id IS DISTINCT FROM new.parent_id)) OR (old."position" IS DISTINCT FROM new."position")) OR (old.keywords IS DISTINCT FROM new.keywords)) OR (old.hashtags IS DISTINCT FROM new.hashtags)) OR (old.services IS DISTINCT FROM new.services))) EXECUTE FUNCTION public.articles_edition_note('number');
CREATE TRIGGER search_article_delete AFTER DELETE ON public.articles_article REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.articles_search_article_delete();
CREATE TRIGGER search_article_insert AFTER INSERT ON public.articles_article REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.articles_search_article_insert();
CREATE TRIGGER search_article_update AFTER UPDATE OF title, excerpt, provider_id ON public.articles_article FOR EACH ROW WHEN (((((old.title)::text IS DISTINCT FROM (new.title)::text) OR (old.excerpt IS DISTINCT FROM new.excerpt)) OR (old.provider_id IS DISTINCT FROM new.provider_id))) EXECUTE FUNCTION public.articles_search_article_update();
CREATE TRIGGER search_listing_delete AFTER DELETE ON public.articles_listing REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.articles_search_listing_delete();
CREATE TRIGGER search_listing_insert AFTER INSERT ON public.articles_listing REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.articles_search_listing_insert();
CREATE TRIGGER search_listing_update AFTER UPDATE OF article_id, topic_id, "position" ON public.articles_listing FOR EACH ROW WHEN ((((old.article_id IS DISTINCT FROM new.article_id) OR (old.topic_id IS DISTINCT FROM new.topic_id)) OR (old."position" IS DISTINCT FROM new."position"))) EXECUTE FUNCTION public.articles_search_listing_update();
CREATE TRIGGER search_provider_update AFTER UPDATE OF name ON public.providers_provider FOR EACH ROW WHEN (((old.name)::text <> (new.name)::text)) EXECUTE FUNCTION public.articles_search_provider_update();
CREATE TRIGGER search_topic_update AFTER UPDATE OF name ON public.articles_topic FOR EACH ROW WHEN (((old.name)::text <> (new.name)::text)) EXECUTE FUNCTION public.articles_search_topic_update();
CREATE TRIGGER topic_tree_has_no_circle BEFORE INSERT OR UPDATE OF parent_id ON public.articles_topic FOR EACH ROW WHEN ((new.parent_id IS NOT NULL)) EXECUTE FUNCTION public.topic_tree_has_no_circle();
ALTER TABLE ONLY public.articles_article
    ADD CONSTRAINT articles_article_created_by_id_b1067734_fk_auth_user_id FOREIGN KEY (created_by_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_article
    ADD CONSTRAINT articles_article_decided_by_id_4d921404_fk_auth_user_id FOREIGN KEY (decided_by_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_article
    ADD CONSTRAINT articles_article_provider_id_46888aac_fk_providers_provider_id FOREIGN KEY (provider_id) REFERENCES public.providers_provider(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_conflict
    ADD CONSTRAINT articles_conflict_run_id_05de8e46_fk_articles_importrun_id FOREIGN KEY (run_id) REFERENCES public.articles_importrun(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_conflict
    ADD CONSTRAINT articles_conflict_settled_by_id_d7affb15_fk_auth_user_id FOREIGN KEY (settled_by_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_conflict
    ADD CONSTRAINT articles_conflict_superseded_by_id_859f62e2_fk_articles_ FOREIGN KEY (superseded_by_id) REFERENCES public.articles_importrun(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_frozenfield
    ADD CONSTRAINT articles_frozenfield_run_id_1df53331_fk_articles_importrun_id FOREIGN KEY (run_id) REFERENCES public.articles_importrun(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_image
    ADD CONSTRAINT articles_image_article_id_5f6bf24f_fk_articles_article_id FOREIGN KEY (article_id) REFERENCES public.articles_article(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_image
    ADD CONSTRAINT articles_image_provider_id_01d63a1e_fk_providers_provider_id FOREIGN KEY (provider_id) REFERENCES public.providers_provider(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_image
    ADD CONSTRAINT articles_image_related_link_id_556124a3_fk_articles_ FOREIGN KEY (related_link_id) REFERENCES public.articles_relatedlink(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_importeddocument
    ADD CONSTRAINT articles_importeddoc_run_id_81b5f365_fk_articles_ FOREIGN KEY (run_id) REFERENCES public.articles_importrun(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_importrun
    ADD CONSTRAINT articles_importrun_undone_by_id_40c0c371_fk_auth_user_id FOREIGN KEY (undone_by_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_importrun
    ADD CONSTRAINT articles_importrun_user_id_ffd94ebd_fk_auth_user_id FOREIGN KEY (user_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_leftdocument
    ADD CONSTRAINT articles_leftdocument_left_out_by_id_a91a619d_fk_auth_user_id FOREIGN KEY (left_out_by_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_linkcheck
    ADD CONSTRAINT articles_linkcheck_article_id_c95985be_fk_articles_article_id FOREIGN KEY (article_id) REFERENCES public.articles_article(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_listing
    ADD CONSTRAINT articles_listing_article_id_3af78a98_fk_articles_article_id FOREIGN KEY (article_id) REFERENCES public.articles_article(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_listing
    ADD CONSTRAINT articles_listing_topic_id_0158885a_fk_articles_topic_id FOREIGN KEY (topic_id) REFERENCES public.articles_topic(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_metricsample
    ADD CONSTRAINT articles_metricsampl_article_id_8ffc9076_fk_articles_ FOREIGN KEY (article_id) REFERENCES public.articles_article(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_metricsample
    ADD CONSTRAINT articles_metricsample_run_id_8e03aa46_fk_articles_importrun_id FOREIGN KEY (run_id) REFERENCES public.articles_importrun(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_planneddocument
    ADD CONSTRAINT articles_planneddocu_upload_id_6c94ca0a_fk_articles_ FOREIGN KEY (upload_id) REFERENCES public.articles_upload(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_redirect
    ADD CONSTRAINT articles_redirect_article_id_99f3c4cf_fk_articles_article_id FOREIGN KEY (article_id) REFERENCES public.articles_article(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_redirect
    ADD CONSTRAINT articles_redirect_provider_id_0785bb1d_fk_providers_provider_id FOREIGN KEY (provider_id) REFERENCES public.providers_provider(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_redirect
    ADD CONSTRAINT articles_redirect_topic_id_cad9e884_fk_articles_topic_id FOREIGN KEY (topic_id) REFERENCES public.articles_topic(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_relatedlink
    ADD CONSTRAINT articles_relatedlink_article_id_ba44f149_fk_articles_article_id FOREIGN KEY (article_id) REFERENCES public.articles_article(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_relatedlink
    ADD CONSTRAINT articles_relatedlink_provider_id_11fcbe8e_fk_providers FOREIGN KEY (provider_id) REFERENCES public.providers_provider(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_revision
    ADD CONSTRAINT articles_revision_undone_by_id_3fb8f53d_fk_articles_revision_id FOREIGN KEY (undone_by_id) REFERENCES public.articles_revision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_revision
    ADD CONSTRAINT articles_revision_user_id_9cd8a93f_fk_auth_user_id FOREIGN KEY (user_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_savedfilter
    ADD CONSTRAINT articles_savedfilter_owner_id_0de92652_fk_auth_user_id FOREIGN KEY (owner_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_searchtext
    ADD CONSTRAINT articles_searchtext_article_id_2b90dea0_fk_articles_article_id FOREIGN KEY (article_id) REFERENCES public.articles_article(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_sourcedocument
    ADD CONSTRAINT articles_sourcedocum_run_id_702ac7c2_fk_articles_ FOREIGN KEY (run_id) REFERENCES public.articles_importrun(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_topic
    ADD CONSTRAINT articles_topic_parent_id_29f4f64b_fk_articles_topic_id FOREIGN KEY (parent_id) REFERENCES public.articles_topic(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_topicalias
    ADD CONSTRAINT articles_topicalias_topic_id_4435ac0a_fk_articles_topic_id FOREIGN KEY (topic_id) REFERENCES public.articles_topic(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_upload
    ADD CONSTRAINT articles_upload_user_id_287443be_fk_auth_user_id FOREIGN KEY (user_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_withheld
    ADD CONSTRAINT articles_withheld_lifted_by_id_dca30980_fk_auth_user_id FOREIGN KEY (lifted_by_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_withheld
    ADD CONSTRAINT articles_withheld_withheld_by_id_8df73131_fk_auth_user_id FOREIGN KEY (withheld_by_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_user_groups
    ADD CONSTRAINT auth_user_groups_group_id_97559544_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_user_groups
    ADD CONSTRAINT auth_user_groups_user_id_6a12ed8b_fk_auth_user_id FOREIGN KEY (user_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_user_user_permissions
    ADD CONSTRAINT auth_user_user_permi_permission_id_1fbb5f2c_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_user_user_permissions
    ADD CONSTRAINT auth_user_user_permissions_user_id_a95ead1b_fk_auth_user_id FOREIGN KEY (user_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_content_type_id_c4bce8eb_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_user_id_c564eba6_fk_auth_user_id FOREIGN KEY (user_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.providers_block
    ADD CONSTRAINT providers_block_by_id_10627556_fk_auth_user_id FOREIGN KEY (by_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.providers_block
    ADD CONSTRAINT providers_block_provider_id_2c0597ff_fk_providers_provider_id FOREIGN KEY (provider_id) REFERENCES public.providers_provider(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.providers_provideralias
    ADD CONSTRAINT providers_provideral_provider_id_a971f554_fk_providers FOREIGN KEY (provider_id) REFERENCES public.providers_provider(id) DEFERRABLE INITIALLY DEFERRED;
