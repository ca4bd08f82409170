// Made from the migrations by `tests/guidepost/schema.rs`; run that test with UPDATE_SCHEMA=1 to make it anew.

diesel::table! {
    approaches (slug) {
        slug -> Text,
        ja -> Text,
        en -> Text,
        short -> Nullable<Text>,
        aliases -> Array<Text>,
        about_ja -> Text,
        about_en -> Text,
        ask_ja -> Nullable<Text>,
        ask_en -> Nullable<Text>,
        position -> Integer,
        merged_into -> Nullable<Text>,
        retired_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    audiences (slug) {
        slug -> Text,
        ja -> Text,
        en -> Text,
        short -> Nullable<Text>,
        aliases -> Array<Text>,
        about_ja -> Text,
        about_en -> Text,
        ask_ja -> Nullable<Text>,
        ask_en -> Nullable<Text>,
        position -> Integer,
        merged_into -> Nullable<Text>,
        retired_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    catalog_entries (kind, slug) {
        kind -> Text,
        slug -> Text,
        track -> Nullable<Text>,
        ja -> Text,
        en -> Text,
        short -> Nullable<Text>,
        aliases -> Array<Text>,
        about_ja -> Text,
        about_en -> Text,
        ask_ja -> Nullable<Text>,
        ask_en -> Nullable<Text>,
        waypoint -> Bool,
        beside_ladder -> Bool,
        position -> Integer,
        merged_into -> Nullable<Text>,
        retired_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    challenge_kinds (slug) {
        slug -> Text,
        ja -> Text,
        en -> Text,
        short -> Nullable<Text>,
        aliases -> Array<Text>,
        about_ja -> Text,
        about_en -> Text,
        ask_ja -> Nullable<Text>,
        ask_en -> Nullable<Text>,
        position -> Integer,
        merged_into -> Nullable<Text>,
        retired_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    challenges (story_id, position) {
        story_id -> Uuid,
        position -> SmallInt,
        kind -> Nullable<Text>,
        faced_md -> Text,
        faced_html -> Text,
        approach -> Nullable<Text>,
        response_md -> Text,
        response_html -> Text,
        hindsight_md -> Nullable<Text>,
        hindsight_html -> Nullable<Text>,
    }
}

diesel::table! {
    events (id) {
        id -> BigInt,
        kind -> Text,
        payload -> Jsonb,
        happened_at -> Timestamptz,
    }
}

diesel::table! {
    handles (handle) {
        handle -> Text,
        taken_at -> Timestamptz,
    }
}

diesel::table! {
    idempotent_answers (person_id, path, key) {
        person_id -> Uuid,
        path -> Text,
        key -> Text,
        body_hash -> Binary,
        status -> SmallInt,
        headers -> Jsonb,
        body -> Text,
        answered_at -> Timestamptz,
    }
}

diesel::table! {
    identities (id) {
        id -> Uuid,
        person_id -> Uuid,
        provider -> Text,
        subject -> Text,
        name -> Text,
        email -> Nullable<Text>,
        created_at -> Timestamptz,
        last_used_at -> Timestamptz,
    }
}

diesel::table! {
    invitations (id) {
        id -> Uuid,
        hash -> Binary,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
        used_by -> Nullable<Uuid>,
        invited_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    jobs (id) {
        id -> BigInt,
        kind -> Text,
        payload -> Jsonb,
        run_at -> Timestamptz,
        attempts -> SmallInt,
        locked_until -> Nullable<Timestamptz>,
        locked_by -> Nullable<Text>,
        last_error -> Nullable<Text>,
        died_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        key -> Nullable<Text>,
    }
}

diesel::table! {
    joining_links (hash) {
        hash -> Binary,
        address -> Text,
        return_to -> Text,
        invitation_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    kept_mails (id) {
        id -> Uuid,
        person_id -> Nullable<Uuid>,
        address -> Text,
        subject -> Text,
        body -> Text,
        sent_at -> Timestamptz,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    known_browsers (person_id, hash) {
        person_id -> Uuid,
        hash -> Binary,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    letters (id) {
        id -> Uuid,
        person_id -> Nullable<Uuid>,
        address -> Text,
        kind -> Text,
        details -> Jsonb,
        written_at -> Timestamptz,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    list_stamps (key) {
        key -> Text,
        stamp -> BigInt,
    }
}

diesel::table! {
    mail_addresses (id) {
        id -> Uuid,
        person_id -> Uuid,
        address -> Text,
        created_at -> Timestamptz,
        verified_at -> Nullable<Timestamptz>,
        hash -> Nullable<Binary>,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    mail_counts (hash) {
        hash -> Binary,
        n -> SmallInt,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    moderation_acts (id) {
        id -> Uuid,
        at -> Timestamptz,
        kind -> Text,
        moderator_id -> Nullable<Uuid>,
        story_id -> Nullable<Uuid>,
        person_id -> Nullable<Uuid>,
        reason -> Text,
        answer -> Nullable<Text>,
        answered_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    newcomers (hash) {
        hash -> Binary,
        provider -> Text,
        subject -> Text,
        name -> Text,
        email -> Nullable<Text>,
        handle -> Text,
        display_name -> Text,
        return_to -> Text,
        invitation_id -> Nullable<Uuid>,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    passkey_ceremonies (id) {
        id -> Uuid,
        browser_hash -> Binary,
        person_id -> Nullable<Uuid>,
        newcomer_id -> Nullable<Uuid>,
        state -> Jsonb,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    passkeys (id) {
        id -> Uuid,
        person_id -> Uuid,
        rp_id -> Text,
        credential_id -> Binary,
        credential -> Jsonb,
        name -> Text,
        created_at -> Timestamptz,
        last_used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    people (id) {
        id -> Uuid,
        handle -> Text,
        display_name -> Text,
        bio_md -> Text,
        bio_html -> Text,
        bio_policy -> Integer,
        language -> Text,
        time_zone -> Text,
        moderator -> Bool,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        stamp -> BigInt,
        waiting_since -> Nullable<Timestamptz>,
        links -> Jsonb,
        suspended_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    practices (slug) {
        slug -> Text,
        ja -> Text,
        en -> Text,
        short -> Nullable<Text>,
        aliases -> Array<Text>,
        about_ja -> Text,
        about_en -> Text,
        ask_ja -> Nullable<Text>,
        ask_en -> Nullable<Text>,
        position -> Integer,
        merged_into -> Nullable<Text>,
        retired_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    previews (id) {
        id -> Uuid,
        story_id -> Uuid,
        hash -> Binary,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    recovery_codes (hash) {
        hash -> Binary,
        person_id -> Uuid,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    reports (id) {
        id -> Uuid,
        story_id -> Nullable<Uuid>,
        person_id -> Nullable<Uuid>,
        reporter_id -> Nullable<Uuid>,
        reason -> Text,
        note -> Text,
        created_at -> Timestamptz,
        closed_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    roles (slug) {
        slug -> Text,
        ja -> Text,
        en -> Text,
        short -> Nullable<Text>,
        aliases -> Array<Text>,
        about_ja -> Text,
        about_en -> Text,
        ask_ja -> Nullable<Text>,
        ask_en -> Nullable<Text>,
        position -> Integer,
        merged_into -> Nullable<Text>,
        retired_at -> Nullable<Timestamptz>,
        track -> Text,
        waypoint -> Bool,
    }
}

diesel::table! {
    routes (slug) {
        slug -> Text,
        ja -> Text,
        en -> Text,
        short -> Nullable<Text>,
        aliases -> Array<Text>,
        about_ja -> Text,
        about_en -> Text,
        ask_ja -> Nullable<Text>,
        ask_en -> Nullable<Text>,
        position -> Integer,
        merged_into -> Nullable<Text>,
        retired_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    scopes (slug) {
        slug -> Text,
        ja -> Text,
        en -> Text,
        short -> Nullable<Text>,
        aliases -> Array<Text>,
        about_ja -> Text,
        about_en -> Text,
        ask_ja -> Nullable<Text>,
        ask_en -> Nullable<Text>,
        position -> Integer,
        merged_into -> Nullable<Text>,
        retired_at -> Nullable<Timestamptz>,
        beside_ladder -> Bool,
    }
}

diesel::table! {
    sessions (hash) {
        hash -> Binary,
        person_id -> Uuid,
        created_at -> Timestamptz,
        last_seen_at -> Timestamptz,
        expires_at -> Timestamptz,
        device -> Text,
        renewed_at -> Timestamptz,
        previous_hash -> Nullable<Binary>,
        previous_until -> Nullable<Timestamptz>,
        id -> Uuid,
    }
}

diesel::table! {
    sign_in_flows (hash) {
        hash -> Binary,
        state_hash -> Binary,
        provider -> Text,
        nonce -> Text,
        pkce_verifier -> Text,
        return_to -> Text,
        person_id -> Nullable<Uuid>,
        invitation_id -> Nullable<Uuid>,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    sign_in_links (hash) {
        person_id -> Uuid,
        hash -> Binary,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        return_to -> Text,
        by_operator -> Bool,
    }
}

diesel::table! {
    stories (id) {
        id -> Uuid,
        author_id -> Uuid,
        slug -> Nullable<Text>,
        language -> Text,
        title -> Text,
        summary -> Text,
        byline -> Text,
        status -> Text,
        reflection_md -> Text,
        reflection_html -> Text,
        canonical_url -> Nullable<Text>,
        reuse -> Text,
        publish_at -> Nullable<Timestamptz>,
        version -> Integer,
        policy -> Integer,
        path -> Array<Text>,
        path_dates -> Array<Text>,
        reached -> Array<Text>,
        departed -> Array<Text>,
        roads -> Array<Text>,
        practices -> Array<Text>,
        challenges -> Array<Text>,
        n_tips -> SmallInt,
        was_named_in_public -> Bool,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        published_at -> Nullable<Timestamptz>,
        listed_at -> Nullable<Timestamptz>,
        deleted_at -> Nullable<Timestamptz>,
        deleted_from -> Nullable<Text>,
        missed_at -> Nullable<Timestamptz>,
        stamp -> BigInt,
        hidden_from -> Nullable<Text>,
    }
}

diesel::table! {
    story_links (story_id, position) {
        story_id -> Uuid,
        position -> SmallInt,
        kind -> Text,
        url -> Text,
        title -> Text,
    }
}

diesel::table! {
    story_practices (story_id, position) {
        story_id -> Uuid,
        position -> SmallInt,
        practice -> Nullable<Text>,
        applied_to -> Text,
        how_md -> Text,
        how_html -> Text,
        indicator -> Nullable<Text>,
        caveat_md -> Nullable<Text>,
        caveat_html -> Nullable<Text>,
    }
}

diesel::table! {
    story_versions (story_id, version) {
        story_id -> Uuid,
        version -> Integer,
        content -> Jsonb,
        saved_at -> Timestamptz,
    }
}

diesel::table! {
    suspended_authors (story_id) {
        story_id -> Uuid,
        since -> Timestamptz,
    }
}

diesel::table! {
    tips (story_id, position) {
        story_id -> Uuid,
        position -> SmallInt,
        audience -> Nullable<Text>,
        text_md -> Text,
        text_html -> Text,
    }
}

diesel::table! {
    tokens (id) {
        id -> Uuid,
        person_id -> Uuid,
        name -> Text,
        hash -> Binary,
        scopes -> Array<Text>,
        created_at -> Timestamptz,
        expires_at -> Nullable<Timestamptz>,
        last_used_at -> Nullable<Timestamptz>,
        revoked_at -> Nullable<Timestamptz>,
        form_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    tracks (slug) {
        slug -> Text,
        ja -> Text,
        en -> Text,
        short -> Nullable<Text>,
        aliases -> Array<Text>,
        about_ja -> Text,
        about_en -> Text,
        ask_ja -> Nullable<Text>,
        ask_en -> Nullable<Text>,
        position -> Integer,
        merged_into -> Nullable<Text>,
        retired_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    transitions (story_id, position) {
        story_id -> Uuid,
        position -> SmallInt,
        from_role -> Nullable<Text>,
        to_role -> Nullable<Text>,
        title -> Nullable<Text>,
        organisation -> Nullable<Text>,
        started_on -> Nullable<Text>,
        route -> Nullable<Text>,
        scope -> Nullable<Text>,
        story_md -> Text,
        story_html -> Text,
    }
}

diesel::table! {
    working_copies (story_id) {
        story_id -> Uuid,
        base_version -> Integer,
        revision -> Integer,
        content -> Jsonb,
        kept_at -> Timestamptz,
        undo -> Nullable<Jsonb>,
    }
}

diesel::joinable!(mail_addresses -> people (person_id));
diesel::joinable!(people -> handles (handle));
diesel::joinable!(sessions -> people (person_id));
diesel::joinable!(sign_in_links -> people (person_id));
diesel::joinable!(stories -> people (author_id));
diesel::joinable!(tokens -> people (person_id));

diesel::allow_tables_to_appear_in_same_query!(
    approaches,
    audiences,
    catalog_entries,
    challenge_kinds,
    challenges,
    events,
    handles,
    idempotent_answers,
    identities,
    invitations,
    jobs,
    joining_links,
    kept_mails,
    known_browsers,
    letters,
    list_stamps,
    mail_addresses,
    mail_counts,
    moderation_acts,
    newcomers,
    passkey_ceremonies,
    passkeys,
    people,
    practices,
    previews,
    recovery_codes,
    reports,
    roles,
    routes,
    scopes,
    sessions,
    sign_in_flows,
    sign_in_links,
    stories,
    story_links,
    story_practices,
    story_versions,
    suspended_authors,
    tips,
    tokens,
    tracks,
    transitions,
    working_copies,
);
