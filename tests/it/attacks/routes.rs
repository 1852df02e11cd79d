//! Routes that show or change something of a mailbox, or that lead to it by another protocol.

use super::roundcube::german;
use super::shape::{Draft, Known, login_form};

/// One route.
pub(crate) struct Route {
    /// What it does, in words.
    pub(crate) sentence: &'static str,
    /// Its bytes.
    pub(crate) request: fn(&Known) -> Vec<u8>,
}

const fn route(sentence: &'static str, request: fn(&Known) -> Vec<u8>) -> Route {
    Route { sentence, request }
}

fn page(known: &Known, target: &str) -> Vec<u8> {
    Draft::new(known, &format!("GET {target}")).bytes()
}

fn script(known: &Known, target: &str) -> Vec<u8> {
    let script = Draft::new(known, &format!("GET {target}"));
    script
        .instead("Accept:", "Accept: application/json")
        .with("X-Requested-With: XMLHttpRequest")
        .with("Sec-Fetch-Dest: empty")
        .bytes()
}

fn frame(known: &Known, target: &str) -> Vec<u8> {
    let frame = Draft::new(known, &format!("GET {target}"));
    frame.with("Sec-Fetch-Dest: iframe").bytes()
}

fn form(known: &Known, target: &str, body: &str) -> Vec<u8> {
    let token = format!("X-Roundcube-Request: {}", known.token);
    let body = format!("_token={}&{body}", known.token);
    Draft::form(known, target, &body).with(&token).bytes()
}

fn file(known: &Known, target: &str) -> Vec<u8> {
    let body = "--lab\r\nContent-Disposition: form-data; name=\"_attachments[]\"; \
                filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nx\r\n--lab--\r\n";
    let form = Draft::form(known, target, body);
    form.instead(
        "Content-Type:",
        "Content-Type: multipart/form-data; boundary=lab",
    )
    .bytes()
}

fn basic(known: &Known, line: &str) -> Vec<u8> {
    let pair = format!("{}:{}", known.user, known.password);
    let pair = data_encoding::BASE64.encode(pair.as_bytes());
    let draft = Draft::new(known, line);
    draft
        .with(&format!("Authorization: Basic {pair}"))
        .with(&format!("Proxy-Authorization: Basic {pair}"))
        .bytes()
}

/// Routes of Roundcube that show something.
pub(crate) const SHOWN: &[Route] = &[
    route("the mailbox", |k| page(k, "/?_task=mail")),
    route("the mailbox at another path", |k| {
        page(k, "/index.php?_task=mail")
    }),
    route("the mailbox by path information", |k| {
        page(k, "/index.php/mail/list")
    }),
    route("the mailbox behind a path that is no normal form", |k| {
        page(k, "//./?_task=mail")
    }),
    route("the mailbox behind the path of an asset", |k| {
        page(k, "/skins/..%2f?_task=mail")
    }),
    route("the mailbox by HEAD", |k| {
        Draft::new(k, "HEAD /?_task=mail").bytes()
    }),
    route("the mailbox by OPTIONS", |k| {
        Draft::new(k, "OPTIONS /?_task=mail&_action=list&_remote=1").bytes()
    }),
    route("the mailbox by POST", |k| {
        form(k, "/?_task=mail&_action=list&_remote=1", "_mbox=INBOX")
    }),
    route("the list of messages", |k| {
        script(k, "/?_task=mail&_action=list&_mbox=INBOX&_remote=1")
    }),
    route("the list of messages as a page", |k| {
        page(k, "/?_task=mail&_action=list&_mbox=INBOX&_remote=1")
    }),
    route("a search", |k| {
        script(k, "/?_task=mail&_action=search&_q=a&_mbox=INBOX&_remote=1")
    }),
    route("the count of unread messages", |k| {
        script(k, "/?_task=mail&_action=getunread&_remote=1")
    }),
    route("a message", |k| {
        page(k, "/?_task=mail&_action=show&_uid=2&_mbox=INBOX")
    }),
    route("a message in the preview", |k| {
        frame(
            k,
            "/?_task=mail&_action=preview&_uid=2&_mbox=INBOX&_framed=1",
        )
    }),
    route("a part of a message", |k| {
        page(k, "/?_task=mail&_action=get&_uid=2&_mbox=INBOX&_part=1")
    }),
    route("a part of a message as a download", |k| {
        page(
            k,
            "/?_task=mail&_action=get&_uid=2&_mbox=INBOX&_part=1&_download=1",
        )
    }),
    route("a message's source", |k| {
        page(k, "/?_task=mail&_action=viewsource&_uid=2&_mbox=INBOX")
    }),
    route("a message's source saved", |k| {
        page(
            k,
            "/?_task=mail&_action=viewsource&_uid=2&_mbox=INBOX&_save=1",
        )
    }),
    route("a message's headers", |k| {
        script(
            k,
            "/?_task=mail&_action=headers&_uid=2&_mbox=INBOX&_remote=1",
        )
    }),
    route("a contact's picture", |k| {
        page(k, "/?_task=addressbook&_action=photo&_email=a@b.test")
    }),
    route("the address book", |k| page(k, "/?_task=addressbook")),
    route("the address book exported", |k| {
        page(k, "/?_task=addressbook&_action=export")
    }),
    route("names completed", |k| {
        script(k, "/?_task=mail&_action=autocomplete&_search=a&_remote=1")
    }),
    route("a new message", |k| page(k, "/?_task=mail&_action=compose")),
    route("the settings", |k| page(k, "/?_task=settings")),
    route("the identities", |k| {
        page(k, "/?_task=settings&_action=identities")
    }),
    route("the folders", |k| {
        page(k, "/?_task=settings&_action=folders")
    }),
    route("a poll for news", |k| {
        form(k, "/?_task=mail&_action=refresh", "_remote=1")
    }),
    route("a sign of life", |k| {
        script(k, "/?_task=mail&_action=keep-alive&_remote=1")
    }),
    route("an answer that a plug-in writes itself", |k| {
        script(k, "/?_task=utils&_action=modcss&_u=tmp-a.css&_c=x")
    }),
    route("a WebSocket", |k| {
        Draft::new(k, "GET /?_task=mail")
            .instead("Connection:", "Connection: Upgrade")
            .with("Upgrade: websocket")
            .with("Sec-WebSocket-Version: 13")
            .with("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
            .with(&format!("Origin: http://{}", k.host))
            .bytes()
    }),
];

/// Routes of Roundcube that change something.
pub(crate) const CHANGED: &[Route] = &[
    route("preferences saved", |k| {
        Draft::form(k, "/?_task=settings&_action=save-prefs", &german(&k.token)).bytes()
    }),
    route("one preference saved", |k| {
        let body = "_name=collapsed_folders&_value=x&_remote=1";
        form(k, "/?_task=settings&_action=save-pref", body)
    }),
    route("an identity saved", |k| {
        let body = "_iid=1&_name=Mallory&_email=mallory@evil.test";
        form(k, "/?_task=settings&_action=save-identity", body)
    }),
    route("a folder made", |k| {
        let body = "_name=stolen&_mbox=&_remote=1";
        form(k, "/?_task=settings&_action=save-folder", body)
    }),
    route("a password changed by a plug-in", |k| {
        let body = "_curpasswd=x&_newpasswd=y&_confpasswd=y";
        form(k, "/?_task=settings&_action=plugin.password-save", body)
    }),
    route("another plug-in's second factor turned off", |k| {
        let action = "plugin.twofactor_gauthenticator-save";
        let target = format!("/?_task=settings&_action={action}&_remote=1");
        form(k, &target, "2FA_activate=0")
    }),
    route("a filter that forwards everything", |k| {
        form(
            k,
            "/?_task=settings&_action=plugin.managesieve-save",
            "_name=x",
        )
    }),
    route("a message sent", |k| {
        let body = "_to=mallory@evil.test&_subject=x&_message=x&_id=1&_from=1";
        form(k, "/?_task=mail&_action=send&_framed=1", body)
    }),
    route("a file attached", |k| {
        file(k, "/?_task=mail&_action=upload&_remote=1&_id=1")
    }),
    route("messages imported", |k| {
        file(k, "/?_task=mail&_action=import&_mbox=INBOX")
    }),
    route("a message deleted", |k| {
        let body = "_uid=1&_mbox=INBOX&_remote=1";
        form(k, "/?_task=mail&_action=delete", body)
    }),
    route("a message marked", |k| {
        let body = "_uid=1&_flag=read&_mbox=INBOX&_remote=1";
        form(k, "/?_task=mail&_action=mark", body)
    }),
    route("a folder emptied", |k| {
        form(k, "/?_task=mail&_action=purge", "_mbox=INBOX&_remote=1")
    }),
    route("a sign-out of the webmail", |k| {
        page(k, &format!("/?_task=logout&_token={}", k.token))
    }),
];

/// The same mail by another protocol, or by another endpoint.
pub(crate) const PROTOCOLS: &[Route] = &[
    route("the mailbox by HTTP Basic", |k| {
        basic(k, "GET /?_task=mail")
    }),
    route("the list by HTTP Basic", |k| {
        basic(k, "GET /?_task=mail&_action=list&_remote=1")
    }),
    route("ActiveSync", |k| {
        basic(k, "OPTIONS /Microsoft-Server-ActiveSync?Cmd=Sync")
    }),
    route("DAV by PROPFIND", |k| basic(k, "PROPFIND /dav/")),
    route("SOGo's DAV", |k| basic(k, "REPORT /SOGo/dav/")),
    route("CalDAV's well-known address", |k| {
        basic(k, "GET /.well-known/caldav")
    }),
    route("Exchange Web Services", |k| {
        basic(k, "POST /EWS/Exchange.asmx")
    }),
    route("Autodiscover", |k| {
        basic(k, "POST /Autodiscover/Autodiscover.xml")
    }),
    route("a plug-in's script", |k| {
        basic(k, "GET /plugins/password/password.php?_user=x")
    }),
    route("a plug-in's script by path information", |k| {
        basic(k, "GET /plugins/password/password.php/x.js")
    }),
    route("a script behind the files' script", |k| {
        basic(k, "GET /static.php/plugins/x.php")
    }),
    route("a configuration file", |k| {
        page(k, "/plugins/password/config.inc.php.dist")
    }),
    route("the mailbox by another method", |k| {
        let form = Draft::form(k, "/?_task=mail&_action=list&_remote=1", &login_form(k));
        form.line("SEARCH /?_task=mail&_action=list&_remote=1 HTTP/1.1")
            .bytes()
    }),
];
