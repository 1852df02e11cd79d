//! The demo, walked through as a person does: sign in, set up an app, read mail.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use totp_rs::Builder;
use vestibule::clock::{Clock as _, SystemClock};

use super::demo::Demo;
use super::mailboxes::MAILBOXES;

#[test]
fn a_first_sign_in_leads_to_the_set_up_and_then_to_the_mail_and_nothing_stays_behind() {
    let running = Running::start();
    let mut browser = Browser::new(running.address);
    let alice = &MAILBOXES[0];
    let login = [("user", alice.address), ("password", alice.password)];
    assert_eq!(browser.post("/login", &login).location(), "/mfa/challenge");
    assert_eq!(browser.get("/mfa/challenge").location(), "/mfa/enroll");
    assert_eq!(browser.get("/mail").location(), "/mfa/challenge");

    let page = browser.get("/mfa/enroll/app").text;
    let key = between(&page, "secret=", "&");
    let token = between(&page, "name=\"form_token\" value=\"", "\"");
    let secret = data_encoding::BASE32_NOPAD.decode(key.as_bytes()).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    let now = u64::try_from(SystemClock.now().as_second()).unwrap();
    let code = totp.generate(now).to_string();
    let done = browser.post("/mfa/enroll/app", &[("form_token", token), ("code", &code)]);
    assert_eq!(done.location(), "/mfa/recovery");
    assert!(browser.get("/mail").text.contains(alice.name));

    let folder = running.stop();
    assert!(!folder.exists());
}

#[test]
fn each_policy_does_what_its_name_says() {
    let running = Running::start();
    for mailbox in &MAILBOXES {
        let mut browser = Browser::new(running.address);
        let login = [("user", mailbox.address), ("password", mailbox.password)];
        let first = browser.post("/login", &login);
        let (target, entry) = match mailbox.mode() {
            "required" => ("/mfa/challenge", false),
            "optional" => ("/mail", true),
            _ => ("/mail", false),
        };
        assert_eq!(first.location(), target, "{}", mailbox.address);
        let settings = browser.get("/settings").text;
        let has_entry = settings.contains("href=\"/mfa/security\"");
        assert_eq!(has_entry, entry, "{}", mailbox.address);
    }
    running.stop();
}

/// A demo on a thread of its own.
struct Running {
    address: SocketAddr,
    stop: CancellationToken,
    folder: PathBuf,
    thread: thread::JoinHandle<anyhow::Result<()>>,
}

impl Running {
    fn start() -> Self {
        let demo = Demo::prepare(0, 0).unwrap();
        let folder = demo.policy_file().parent().unwrap().to_owned();
        let stop = CancellationToken::new();
        let (told, address) = mpsc::channel();
        let stopped = stop.clone();
        let thread = thread::spawn(move || {
            demo.run(
                stopped,
                Box::new(move |address, _| told.send(address).unwrap()),
            )
        });
        let address = address.recv_timeout(Duration::from_secs(20)).unwrap();
        Self {
            address,
            stop,
            folder,
            thread,
        }
    }

    /// Ends it; gives the folder that it had.
    fn stop(self) -> PathBuf {
        self.stop.cancel();
        self.thread.join().unwrap().unwrap();
        self.folder
    }
}

/// A browser with cookies and nothing else.
struct Browser {
    address: SocketAddr,
    cookies: Vec<(String, String)>,
}

struct Answer {
    text: String,
}

impl Answer {
    fn location(&self) -> &str {
        self.field("location").next().unwrap_or_default()
    }

    fn field<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let (head, _) = self.text.split_once("\r\n\r\n").unwrap_or_default();
        let fields = head.lines().filter_map(|line| line.split_once(": "));
        fields.filter_map(move |(field, value)| field.eq_ignore_ascii_case(name).then_some(value))
    }
}

impl Browser {
    const fn new(address: SocketAddr) -> Self {
        let cookies = Vec::new();
        Self { address, cookies }
    }

    fn get(&mut self, target: &str) -> Answer {
        self.send("GET", target, "")
    }

    fn post(&mut self, target: &str, form: &[(&str, &str)]) -> Answer {
        let mut body = form_urlencoded::Serializer::new(String::new());
        let body = body.extend_pairs(form).finish();
        self.send("POST", target, &body)
    }

    fn send(&mut self, method: &str, target: &str, body: &str) -> Answer {
        let port = self.address.port();
        let cookies: Vec<_> = self
            .cookies
            .iter()
            .map(|(n, v)| format!("{n}={v}"))
            .collect();
        let head = format!(
            "{method} {target} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\
             Accept: text/html\r\nSec-Fetch-Dest: document\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\
             Cookie: {}\r\n\r\n{body}",
            body.len(),
            cookies.join("; "),
        );
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let answer = Answer {
            text: String::from_utf8(bytes).unwrap(),
        };
        for field in answer.field("set-cookie") {
            let pair = field.split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').unwrap_or_default();
            self.cookies.retain(|(known, _)| known != name);
            if !field.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        answer
    }
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let (_, rest) = text.split_once(before).unwrap();
    rest.split_once(after).unwrap().0
}
