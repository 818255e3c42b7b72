//! A hub that is being served, and plain HTTP to talk to it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    process::{Child, ChildStderr, Command},
    time::Duration,
};

use serde_json::{Value, json};

use super::Hub;

/// A hub that is being served on a port of its own; ended with this value.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    stderr: BufReader<ChildStderr>,
    address: SocketAddr,
}

/// An answer over HTTP.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
}

impl Server {
    /// Serves a hub, and returns when it listens.
    pub(crate) fn start(hub: &Hub, more: &[&str]) -> Self {
        let mut child = hub.start(["serve", "--port", "0"].iter().chain(more));
        let stderr = BufReader::new(child.stderr.take().expect("its stderr is kept"));
        let nowhere = SocketAddr::from(([0, 0, 0, 0], 0));
        // From here on it is ended with this value, also when it never listens.
        let mut server = Self { child, stderr, address: nowhere };
        server.address = server.wait_for_address();
        server
    }

    fn wait_for_address(&mut self) -> SocketAddr {
        let mut said = String::new();
        loop {
            let mut line = String::new();
            let read = self.stderr.read_line(&mut line).expect("it tells where it listens");
            assert!(read > 0, "it ended before it listened: {said}");
            if let Some((_, rest)) = line.split_once("http://") {
                return rest.trim_end().trim_end_matches('/').parse().expect("an address");
            }
            said.push_str(&line);
        }
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Gets a page.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address))
    }

    /// Asks a GraphQL query and returns the whole response.
    pub(crate) fn graphql(&self, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let answer = self.ask(&format!(
            "POST /graphql HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nAccept: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.address,
            body.len()
        ));
        serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{error}: {answer:?}"))
    }

    fn ask(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout");
        stream.write_all(request.as_bytes()).expect("it takes the request");
        let mut raw = Vec::new();
        stream.read_to_end(&mut raw).expect("it answers");
        let text = String::from_utf8_lossy(&raw);
        let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        let chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
        Answer { status, body: if chunked { unchunked(body) } else { body.to_owned() } }
    }

    /// Tells it to end, and returns its exit code and what it said on stderr since it listened.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().expect("kill runs").success());
        let status = self.child.wait().expect("it ends");
        let mut said = String::new();
        self.stderr.read_to_string(&mut said).expect("its stderr ends");
        (status.code(), said)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already ended when the test called `end`.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn unchunked(body: &str) -> String {
    let mut rest = body;
    let mut out = String::new();
    while let Some((size, after)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size.trim(), 16).expect("a chunk size");
        out.push_str(&after[..size]);
        rest = after[size..].trim_start_matches("\r\n");
        if size == 0 {
            break;
        }
    }
    out
}
