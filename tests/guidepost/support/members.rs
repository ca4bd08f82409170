//! People who are signed in, as their browsers see it.

use reqwest::{Method, RequestBuilder, Response};
use url::form_urlencoded::Serializer;

use super::{Client, TestApp};

impl TestApp {
    /// A new person, signed in.
    pub async fn member(&self, handle: &str) -> Client {
        let fields = [("handle", handle), ("display_name", ""), ("language", "en")];
        self.entering(&fields).await
    }

    /// Somebody who is here already, signed in.
    pub async fn signed_in(&self, handle: &str) -> Client {
        self.entering(&[("person", handle)]).await
    }

    async fn entering(&self, fields: &[(&str, &str)]) -> Client {
        let answer = self.stranger().form("/sign-in", fields).await;
        assert_eq!(answer.status(), 303, "{}", answer.text().await.unwrap());
        self.stranger().with_cookie(&session_cookie(&answer))
    }
}

impl Client {
    pub fn with_cookie(&self, cookie: &str) -> Self {
        Self {
            cookie: Some(cookie.to_owned()),
            ..self.clone()
        }
    }

    pub fn cookie(&self) -> Option<&str> {
        self.cookie.as_deref()
    }

    /// The server that is asked.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The same one, at another server.
    pub fn at(&self, base: &str) -> Self {
        Self {
            base: base.to_owned(),
            ..self.clone()
        }
    }

    /// Sends a form as a browser does from a page of ours.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        self.form_request(path, fields).send().await.unwrap()
    }

    pub fn form_request(&self, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
        let body = Serializer::new(String::new()).extend_pairs(fields).finish();
        self.request(Method::POST, path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(body)
    }
}

/// The session's cookie with all that the server says of it.
pub fn session_set_cookie(answer: &Response) -> Option<String> {
    let cookies = answer.headers().get_all("set-cookie").iter();
    let mut cookies = cookies.map(|it| it.to_str().unwrap().to_owned());
    cookies.find(|it| it.starts_with("session=") || it.starts_with("__Host-session="))
}

/// What a browser sends back of it.
pub fn session_cookie(answer: &Response) -> String {
    let cookie = session_set_cookie(answer).unwrap();
    cookie.split(';').next().unwrap().to_owned()
}
