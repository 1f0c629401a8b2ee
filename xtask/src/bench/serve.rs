//! How long one waits for pages of the development server.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::{at, corpus, measure};
use crate::run::{self, Failure};

/// Longest wait for one page.
const PATIENCE: Duration = Duration::from_secs(600);
const PAUSE: Duration = Duration::from_millis(5);

/// Medians, in seconds and MiB.
#[derive(Default)]
pub(super) struct Waits {
    /// From the start of the program to the home page.
    pub(super) first: f64,
    /// From the edit of a record to its changed page.
    pub(super) edit: f64,
    /// Most memory held at a time; where the system tells it.
    pub(super) peak: Option<f64>,
}

/// The server, ended when this is dropped.
struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(super) fn measure(metod: &Path, portal: &Path, runs: usize) -> Result<Waits, Failure> {
    let (mut first, mut edits, mut peaks) = (Vec::new(), Vec::new(), Vec::new());
    for number in 1..=runs {
        println!("serve {number} of {runs}");
        let began = Instant::now();
        let server = start(metod, portal)?;
        wait(&server, "/", "</html>", began)?;
        first.push(began.elapsed().as_secs_f64());
        let words = format!("Правка при сервере {number}");
        let began = Instant::now();
        corpus::edit(portal, &words)?;
        // The typography of the page binds its words; one of them is enough.
        wait(&server, "/practices/p-00001.html", &format!("сервере {number}"), began)?;
        edits.push(began.elapsed().as_secs_f64());
        peaks.extend(peak(server.child.id()));
    }
    Ok(Waits {
        first: measure::middle(first).unwrap_or_default(),
        edit: measure::middle(edits).unwrap_or_default(),
        peak: measure::middle(peaks),
    })
}

fn start(metod: &Path, portal: &Path) -> Result<Server, Failure> {
    let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let port = at(metod, free)?.port();
    let child = run::program(metod)
        .args(["serve", "-q", "--port", &port.to_string(), "--root"])
        .arg(portal)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    Ok(Server { child: at(metod, child)?, port })
}

/// Asks for a page until it holds the words.
fn wait(server: &Server, path: &str, words: &str, began: Instant) -> Result<(), Failure> {
    loop {
        let page = get(server.port, path).unwrap_or_default();
        if page.starts_with("HTTP/1.1 200") && page.contains(words) {
            return Ok(());
        }
        if began.elapsed() > PATIENCE {
            return Err(Failure(format!("metod serve: no such page after {PATIENCE:?}: {path}")));
        }
        std::thread::sleep(PAUSE);
    }
}

fn get(port: u16, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let host = format!("Host: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    stream.write_all(format!("GET {path} HTTP/1.1\r\n{host}").as_bytes())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Linux tells the most memory that a living process has held.
fn peak(process: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kib / 1024.0)
}
