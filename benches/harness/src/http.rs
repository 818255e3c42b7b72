//! As much of HTTP/1.1 as it takes to ask a server GraphQL questions over one kept connection.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure};

use crate::load::Client;

/// One kept connection.
pub(crate) struct Connection {
    stream: TcpStream,
    reader: BufReader<TcpStream>,
    address: SocketAddr,
}

impl Connection {
    /// Connects to a server.
    pub(crate) fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).with_context(|| format!("cannot connect to {address}"))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(330)))?;
        Ok(Self { reader: BufReader::new(stream.try_clone()?), stream, address })
    }

    /// Asks for a path; returns the body of a good answer.
    pub(crate) fn get(&mut self, path: &str) -> Result<String> {
        self.exchange(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address))
    }

    /// Posts a GraphQL request; returns the answer, which must have no errors.
    pub(crate) fn graphql(&mut self, request: &str) -> Result<String> {
        let body = self.exchange(&format!(
            "POST /graphql HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n\
            Accept: application/graphql-response+json\r\nContent-Length: {}\r\n\r\n{request}",
            self.address,
            request.len()
        ))?;
        ensure!(!body.contains("\"errors\""), "the server answered: {}", start_of(&body));
        Ok(body)
    }

    fn exchange(&mut self, request: &str) -> Result<String> {
        self.stream.write_all(request.as_bytes())?;
        let status = self.line()?;
        let mut length = None;
        let mut chunked = false;
        loop {
            let line = self.line()?.to_ascii_lowercase();
            match line.split_once(':').map(|(name, value)| (name, value.trim())) {
                Some(("content-length", value)) => length = Some(value.parse()?),
                Some(("transfer-encoding", "chunked")) => chunked = true,
                None => break,
                Some(_) => {}
            }
        }
        let body = match length {
            Some(length) => self.exactly(length)?,
            None if chunked => self.chunks()?,
            None => bail!("the server sent an answer of unknown length: {status}"),
        };
        let body = String::from_utf8(body).context("the server's answer is not UTF-8")?;
        ensure!(status.contains(" 200 "), "the server answered {status}: {}", start_of(&body));
        Ok(body)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        ensure!(self.reader.read_line(&mut line)? > 0, "the server closed the connection");
        line.truncate(line.trim_end().len());
        Ok(line)
    }

    fn exactly(&mut self, length: usize) -> Result<Vec<u8>> {
        let mut body = vec![0; length];
        self.reader.read_exact(&mut body)?;
        Ok(body)
    }

    fn chunks(&mut self) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let length = usize::from_str_radix(self.line()?.split(';').next().unwrap_or(""), 16)?;
            body.extend(self.exactly(length)?);
            self.line()?;
            if length == 0 {
                return Ok(body);
            }
        }
    }
}

impl Client for Connection {
    fn ask(&mut self, question: &str) -> Result<()> {
        self.graphql(question).map(drop)
    }
}

fn start_of(body: &str) -> String {
    body.chars().take(300).collect()
}

#[cfg(test)]
mod tests {
    use std::{net::TcpListener, thread};

    use super::*;

    /// Answers each request on one connection with the next of some texts.
    fn served(answers: &'static [&'static str]) -> Connection {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            for answer in answers {
                let _ = stream.read(&mut [0; 4096]).unwrap();
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        Connection::open(address).unwrap()
    }

    #[test]
    fn answers_of_known_and_unknown_length_are_read() {
        let mut connection = served(&[
            "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"data\":{}}",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{\"da\r\n7\r\nta\":{}}\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"errors\":[]}",
            "HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy",
        ]);
        assert_eq!(connection.graphql("{}").unwrap(), "{\"data\":{}}");
        assert_eq!(connection.graphql("{}").unwrap(), "{\"data\":{}}");
        assert!(connection.graphql("{}").unwrap_err().to_string().contains("errors"));
        assert!(connection.graphql("{}").unwrap_err().to_string().contains("503"));
    }
}
