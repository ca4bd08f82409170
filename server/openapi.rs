//! The OpenAPI document of the whole API, gathered from the rooms.

use actix_web::http::StatusCode;
use utoipa::OpenApi;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, Ref, RefOr, Response, ResponseBuilder};

use crate::{guideposts, stories};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Guidepost",
        description = "Career paths of site reliability engineers as structured stories.",
        license(name = "MIT OR Apache-2.0")
    ),
    tags(
        (name = "stories", description = "Career stories: read, write, publish"),
        (name = "catalogue", description = "Roles, practices and challenges with their counts"),
        (name = "people", description = "Those who write")
    )
)]
struct Docs;

/// The whole JSON API, gathered from the rooms.
pub fn document() -> utoipa::openapi::OpenApi {
    let mut document = Docs::openapi();
    document.merge(stories::api::Docs::openapi());
    document.merge(guideposts::api::Docs::openapi());
    let token = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("gp_…")
        .description(Some("An API token, made with `guidepost tokens create`"))
        .build();
    let components = document.components.get_or_insert_default();
    components
        .security_schemes
        .insert("token".to_owned(), SecurityScheme::Http(token).into());
    for path in document.paths.paths.values_mut() {
        operations(path).for_each(complete);
    }
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

/// Adds what every operation can answer, and says in words what each status means.
fn complete(operation: &mut Operation) {
    let responses = &mut operation.responses.responses;
    for status in ["500", "503"] {
        responses.insert(status.to_owned(), RefOr::T(problem()));
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

fn problem() -> Response {
    let body = Content::new(Some(Ref::from_schema_name("Problem")));
    ResponseBuilder::new()
        .content("application/problem+json", body)
        .build()
}
