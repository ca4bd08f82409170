//! A server of somebody else's, for as long as a test needs it.

use std::sync::Arc;

use actix_web::dev::ServerHandle;
use actix_web::web::ServiceConfig;
use actix_web::{App, HttpServer};

/// Stops the server with the last of those who have it.
pub struct Stop(ServerHandle);

impl Drop for Stop {
    fn drop(&mut self) {
        std::mem::drop(self.0.stop(false));
    }
}

/// Serves on a port of its own, whose address `routes` gets to know.
pub fn serve<R>(routes: impl FnOnce(&str) -> R) -> (String, Arc<Stop>)
where
    R: Fn(&mut ServiceConfig) + Clone + Send + 'static,
{
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let routes = routes(&address);
    let server = HttpServer::new(move || App::new().configure(routes.clone()))
        .workers(1)
        .disable_signals()
        .listen(listener)
        .unwrap()
        .run();
    let stop = Arc::new(Stop(server.handle()));
    tokio::spawn(server);
    (address, stop)
}
