//! The environment over the file.

use super::{LEAST, config, least_and};

#[test]
fn a_variable_overrides_the_file_and_adds_to_it() {
    let folder = least_and("[listen]\naddress = \"127.0.0.1:1\"\nworkers = 1\n");
    let environment = [
        ("VESTIBULE_LISTEN__ADDRESS", "127.0.0.1:9443"),
        ("VESTIBULE_LISTEN__TRUSTED_PROXIES", "[\"10.0.0.1\"]"),
        ("VESTIBULE_LISTEN__TLS__KEY", "/k.pem"),
        ("VESTIBULE_LISTEN__TLS__CERTIFICATE", "/c.pem"),
        ("VESTIBULE_LIMITS__CONNECTIONS", "7"),
        ("VESTIBULE_STORE__PATH", "/srv/vestibule"),
        ("HOME", "/root"),
    ];
    let config = folder.load(&environment).unwrap();
    assert_eq!(config.listen.address.port(), 9443);
    assert_eq!(config.listen.workers, Some(1));
    assert_eq!(config.listen.trusted_proxies.len(), 1);
    assert!(config.listen.tls.is_some());
    assert_eq!(config.limits.connections, 7);
    assert_eq!(config.store.path.to_str(), Some("/srv/vestibule"));
}

#[test]
fn a_mistake_in_a_variable_names_the_variable() {
    let folder = config(LEAST);
    let environment = [
        ("VESTIBULE_LISTEN__ADDRESS", "nowhere"),
        ("VESTIBULE_LISTEN__WORKERS", "two"),
        ("VESTIBULE_LISTEN__ADRESS", "127.0.0.1:1"),
        ("VESTIBULE_SITE__0__UPSTREAM", "http://127.0.0.1:1"),
        ("VESTIBULE_LISTEN__", "1"),
    ];
    assert_eq!(
        folder.complaints(&environment),
        [
            "environment variable VESTIBULE_LISTEN__: does not name a key; write \
             VESTIBULE_SECTION__KEY",
            "environment variable VESTIBULE_LISTEN__ADDRESS: listen.address: \"nowhere\" is not an \
             address and port, such as \"127.0.0.1:8443\"",
            "environment variable VESTIBULE_LISTEN__ADRESS: listen.adress: unknown key; did you \
             mean \"address\"?",
            "environment variable VESTIBULE_LISTEN__WORKERS: listen.workers: invalid type: string \
             \"two\", expected a whole number from 0",
            "environment variable VESTIBULE_SITE__0__UPSTREAM: sites can be set only in the file",
        ]
    );
}

#[test]
fn a_text_that_looks_like_a_number_stays_a_text_where_it_is_not_one() {
    let folder = config(LEAST);
    let environment = [("VESTIBULE_STORE__PATH", "00123")];
    let path = folder.load(&environment).unwrap().store.path;
    assert_eq!(path, folder.path("00123"));
}
