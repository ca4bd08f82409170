//! The OpenAPI document of the whole API, gathered from the rooms.

use actix_web::http::StatusCode;
use utoipa::OpenApi as _;
use utoipa::openapi::link::{Link, LinkBuilder};
use utoipa::openapi::path::{Operation, ParameterIn, PathItem};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, Response, ResponseBuilder};

use crate::{access, guideposts, search, stories};

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Guidepost",
        description = "Career paths of site reliability engineers as structured stories.",
        license(name = "MIT OR Apache-2.0")
    ),
    tags(
        (name = "stories", description = "Career stories: read, write, publish"),
        (name = "catalogue", description = "Roles, practices and challenges with their counts"),
        (name = "me", description = "One's own, with any token of one's own"),
        (name = "people", description = "Those who write")
    )
)]
struct Docs;

/// The whole JSON API, gathered from the rooms.
pub fn document() -> OpenApi {
    let mut document = Docs::openapi();
    document.merge(stories::api::Docs::openapi());
    document.merge(search::api::Docs::openapi());
    document.merge(guideposts::api::Docs::openapi());
    document.merge(access::api::Docs::openapi());
    let token = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("gp_…")
        .description(Some(
            "An API token, made at `/settings/tokens` or with `guidepost tokens create`",
        ))
        .build();
    let components = document.components.get_or_insert_default();
    components
        .security_schemes
        .insert("token".to_owned(), SecurityScheme::Http(token).into());
    for path in document.paths.paths.values_mut() {
        operations(path).for_each(complete);
    }
    lead_on(
        &mut document,
        "create_story",
        &[("story", "$response.body#/id")],
    );
    let preview = [
        ("story", "$request.path.story"),
        ("preview", "$response.body#/id"),
    ];
    lead_on(&mut document, "create_preview", &preview);
    document
}

fn operations(path: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let all = [
        &mut path.get,
        &mut path.post,
        &mut path.put,
        &mut path.patch,
        &mut path.delete,
    ];
    all.into_iter().flatten()
}

/// A parameter, and where its value stands in a request or an answer.
type Known<'k> = (&'k str, &'k str);

/// Says that what an operation has made is where every operation on it leads to.
fn lead_on(document: &mut OpenApi, from: &str, known: &[Known<'_>]) {
    let paths = document.paths.paths.values_mut();
    let mut all: Vec<&mut Operation> = paths.flat_map(operations).collect();
    let links: Vec<_> = all.iter().filter_map(|it| link(it, known)).collect();
    let makes = all
        .iter_mut()
        .find(|it| it.operation_id.as_deref() == Some(from));
    let created = makes.and_then(|it| it.responses.responses.get_mut("201"));
    if let Some(RefOr::T(created)) = created {
        created.links.extend(links);
    }
}

/// The way to an operation that takes all that is known.
fn link(to: &Operation, known: &[Known<'_>]) -> Option<(String, RefOr<Link>)> {
    let id = to.operation_id.as_ref()?;
    if !known.iter().all(|(name, _)| takes(to, name)) {
        return None;
    }
    let mut link = LinkBuilder::new().operation_id(id);
    for (name, value) in known {
        link = link.parameter(*name, *value);
    }
    if takes(to, "If-Match") {
        link = link.parameter("If-Match", "$response.header.ETag");
    }
    Some((id.clone(), RefOr::T(link.build())))
}

fn takes(operation: &Operation, name: &str) -> bool {
    let mut parameters = operation.parameters.iter().flatten();
    parameters.any(|it| matches!(it, RefOr::T(it) if it.name == name))
}

/// Adds what every operation can answer, and says in words what each status means.
fn complete(operation: &mut Operation) {
    let possible = possible_problems(operation);
    let responses = &mut operation.responses.responses;
    for status in possible {
        let told = responses.entry(status.to_owned());
        told.or_insert_with(|| RefOr::T(problem()));
    }
    for (status, response) in responses {
        if let RefOr::T(response) = response
            && response.description.is_empty()
        {
            let code = status
                .parse()
                .ok()
                .and_then(|it| StatusCode::from_u16(it).ok());
            let words = code.and_then(|it| it.canonical_reason());
            response.description = words.unwrap_or("Answer").to_owned();
        }
    }
}

/// What can go wrong with any operation of its kind, whatever it does.
fn possible_problems(operation: &Operation) -> Vec<&'static str> {
    let mut possible = vec!["429", "500", "503"];
    let has = |wanted: &str| {
        let parameters = operation.parameters.iter().flatten();
        parameters.into_iter().any(|it| match it {
            RefOr::T(it) if wanted.is_empty() => it.parameter_in == ParameterIn::Path,
            RefOr::T(it) => it.name == wanted,
            RefOr::Ref(_) => false,
        })
    };
    let scopes = operation.security.iter().flatten();
    match scopes.flat_map(scopes_of).next() {
        Some(true) => possible.extend(["401", "403"]),
        Some(false) => possible.push("401"),
        None => {}
    }
    if has("") {
        possible.push("404");
    }
    if has("cursor") {
        possible.extend(["400", "422"]);
    }
    if has("If-Match") {
        possible.extend(["412", "428"]);
    }
    if operation.request_body.is_some() {
        possible.extend(["400", "413", "415", "422"]);
    }
    possible
}

/// Of each way to be allowed: whether it asks for a scope.
fn scopes_of(requirement: &SecurityRequirement) -> Vec<bool> {
    let value = serde_json::to_value(requirement).unwrap_or_default();
    let scopes = value.as_object().into_iter().flatten();
    scopes
        .map(|(_, scopes)| scopes.as_array().is_some_and(|it| !it.is_empty()))
        .collect()
}

fn problem() -> Response {
    let body = Content::new(Some(Ref::from_schema_name("Problem")));
    ResponseBuilder::new()
        .content("application/problem+json", body)
        .build()
}
