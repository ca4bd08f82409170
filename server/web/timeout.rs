//! No request is kept waiting for ever.

use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
use anyhow::anyhow;

use crate::error::Error;

/// How long a handler may take.
#[derive(Clone, Copy, Debug)]
pub struct RequestTimeout(Duration);

impl RequestTimeout {
    pub fn of_seconds(seconds: u16) -> Self {
        Self(Duration::from_secs(seconds.into()))
    }
}

pub async fn limit(
    req: ServiceRequest,
    next: Next<impl MessageBody>,
) -> actix_web::Result<ServiceResponse<impl MessageBody>> {
    let limit = req.app_data::<Data<RequestTimeout>>().map(|it| it.0);
    let Some(limit) = limit else {
        return next.call(req).await;
    };
    match tokio::time::timeout(limit, next.call(req)).await {
        Ok(answer) => answer,
        Err(_) => Err(Error::unavailable(anyhow!("no answer within {limit:?}")).into()),
    }
}
