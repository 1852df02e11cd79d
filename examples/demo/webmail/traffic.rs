//! What the webmail has been asked: the proof of what a proxy in front lets through.

use std::collections::VecDeque;
use std::sync::Mutex;

use axum::extract::Request;
use axum::http::header::COOKIE;
use axum::http::{HeaderMap, Method};

use super::lock;

/// Requests remembered at most.
const LIMIT: usize = 1000;

/// One request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// The method.
    pub(crate) method: Method,
    /// Path and query, as sent.
    pub(crate) target: String,
    /// All header fields.
    pub(crate) headers: HeaderMap,
    /// Whether any `Cookie` field was among them.
    pub(crate) cookie: bool,
}

/// The number of requests and the last of them.
#[derive(Default)]
pub(super) struct Traffic(Mutex<Book>);

#[derive(Default)]
struct Book {
    count: u64,
    recent: VecDeque<Seen>,
}

impl Traffic {
    /// Writes a request down.
    pub(super) fn note<B>(&self, request: &Request<B>) {
        let seen = Seen {
            method: request.method().clone(),
            target: request.uri().to_string(),
            headers: request.headers().clone(),
            cookie: request.headers().contains_key(COOKIE),
        };
        let mut book = lock(&self.0);
        book.count = book.count.saturating_add(1);
        if book.recent.len() == LIMIT {
            book.recent.pop_front();
        }
        book.recent.push_back(seen);
    }

    /// How many requests there were.
    pub(super) fn count(&self) -> u64 {
        lock(&self.0).count
    }

    /// The last requests, oldest first.
    pub(super) fn recent(&self) -> Vec<Seen> {
        lock(&self.0).recent.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{LIMIT, Traffic};
    use axum::extract::Request;

    #[test]
    fn the_log_is_bounded_and_the_count_is_not() {
        let traffic = Traffic::default();
        for _ in 0..=LIMIT {
            traffic.note(&Request::new(()));
        }
        assert_eq!(traffic.recent().len(), LIMIT);
        assert_eq!(usize::try_from(traffic.count()), Ok(LIMIT + 1));
    }
}
