//! What the document says of all operations alike: each status that they answer with, and how names of
//! domains and mailboxes are written.
//!
//! An operation says `4XX` and no more: which of them it knows follows from what it takes.

use http::StatusCode;
use serde_json::json;
use utoipa::ToSchema as _;
use utoipa::openapi::path::{Operation, Parameter, ParameterIn, PathItem};
use utoipa::openapi::schema::{Array, ArrayItems, Object, SchemaType, Type};
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, Response, Schema};

use super::super::problem::Problem;
use crate::domain::rights::Rights;

/// A domain in the path, in the API's one spelling of it: A-labels (RFC 5890 §2.3.2.1).
pub(super) const DOMAIN: &str = r"^[A-Za-z0-9]([A-Za-z0-9\-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9\-]{0,61}[A-Za-z0-9])?)*$";
/// A mailbox in the path: a dot-atom without what mail servers read in two ways, and such a domain.
pub(super) const ADDRESS: &str = r"^[A-Za-z0-9_+=&'~/#$\^{|}?`\-]([A-Za-z0-9_+=&'~/#$\^{|}?`.\-]{0,62}[A-Za-z0-9_+=&'~/#$\^{|}?`\-])?@(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9\-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9\-]{0,61}[A-Za-z0-9])?)*$";
/// A token's id.
const ID: &str = "^[0-9A-Fa-f]{16}$";
/// An entity tag of ours.
const TAG: &str = "^\"[0-9]+\"$";
/// One line of words.
pub(super) const LINE: &str = r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$";

/// Says it.
pub(super) fn spell_out(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        for operation in operations(item) {
            let shape = Shape::of(operation);
            parameters(operation);
            refusals(operation, &shape);
        }
    }
    let rights: Vec<_> = Rights::ALL.names().into_iter().map(Into::into).collect();
    let words = |words: Vec<serde_json::Value>| {
        let mut word = Object::with_type(Type::String);
        word.enum_values = Some(words);
        word
    };
    items(document, ("TokenMake", "rights"), words(rights));
    for name in ["TokenMake", "AdministratorAdd", "Assignment"] {
        items(document, (name, "domains"), pattern(DOMAIN, Some(253)));
    }
    items(
        document,
        ("Terms", "factors"),
        words(vec![json!("app"), json!("sms")]),
    );
    items(
        document,
        ("Terms", "sms_countries"),
        pattern("^[A-Z]{2}$", None),
    );
    for (name, field) in [
        ("Reason", "reason"),
        ("ExceptionSet", "reason"),
        ("TokenMake", "name"),
    ] {
        if let Some(Schema::Object(text)) = property(document, (name, field)) {
            text.pattern = Some(LINE.to_owned());
        }
    }
}

/// What an operation takes.
struct Shape {
    body: bool,
    conditional: bool,
    parameters: bool,
    path: bool,
}

impl Shape {
    fn of(operation: &Operation) -> Self {
        let all = operation.parameters.iter().flatten();
        let all: Vec<_> = all.filter_map(own).collect();
        let is_in = |place: &ParameterIn| all.iter().any(|one| one.parameter_in == *place);
        Self {
            body: operation.request_body.is_some(),
            conditional: all.iter().any(|one| one.name == "If-Match"),
            parameters: is_in(&ParameterIn::Path) || is_in(&ParameterIn::Query),
            path: is_in(&ParameterIn::Path),
        }
    }

    /// The statuses with which such an operation refuses.
    fn refusals(&self) -> Vec<StatusCode> {
        let of = |known: bool, statuses: &[StatusCode]| {
            if known { statuses.to_vec() } else { Vec::new() }
        };
        [
            of(true, &[StatusCode::FORBIDDEN]),
            of(
                self.body,
                &[
                    StatusCode::BAD_REQUEST,
                    StatusCode::PAYLOAD_TOO_LARGE,
                    StatusCode::UNSUPPORTED_MEDIA_TYPE,
                    StatusCode::UNPROCESSABLE_ENTITY,
                ],
            ),
            of(
                self.conditional,
                &[
                    StatusCode::PRECONDITION_FAILED,
                    StatusCode::PRECONDITION_REQUIRED,
                ],
            ),
            of(self.parameters, &[StatusCode::UNPROCESSABLE_ENTITY]),
            of(self.path, &[StatusCode::BAD_REQUEST, StatusCode::NOT_FOUND]),
        ]
        .concat()
    }
}

/// Every status by its number, each with a body that says what is wrong.
fn refusals(operation: &mut Operation, shape: &Shape) {
    let all = &mut operation.responses.responses;
    let mut statuses = vec![
        StatusCode::UNAUTHORIZED,
        StatusCode::INTERNAL_SERVER_ERROR,
        StatusCode::SERVICE_UNAVAILABLE,
    ];
    if all.remove("4XX").is_some() {
        statuses.extend(shape.refusals());
    }
    for status in statuses {
        let response = all.entry(status.as_str().to_owned());
        response.or_insert_with(|| RefOr::T(refusal()));
    }
    for (status, response) in all {
        if let RefOr::T(response) = response
            && response.description.is_empty()
        {
            let status = StatusCode::from_bytes(status.as_bytes()).ok();
            let words = status.and_then(|status| status.canonical_reason());
            response.description = words.unwrap_or("Another answer").to_owned();
        }
    }
}

fn refusal() -> Response {
    let mut response = Response::new("");
    let problem = Ref::from_schema_name(Problem::name());
    let content = Content::new(Some(RefOr::Ref(problem)));
    let kind = "application/problem+json".to_owned();
    response.content.insert(kind, content.into());
    response
}

/// How what stands in paths and header fields is written. None of it is ever `null`.
fn parameters(operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        let RefOr::T(parameter) = parameter else {
            continue;
        };
        let Some(RefOr::T(Schema::Object(schema))) = &mut parameter.schema else {
            continue;
        };
        if let SchemaType::Array(types) = &mut schema.schema_type {
            types.retain(|own| *own != Type::Null);
            if let [one] = types.as_slice() {
                schema.schema_type = SchemaType::Type(one.clone());
            }
        }
        let known = match (&parameter.parameter_in, parameter.name.as_str()) {
            (ParameterIn::Path, "domain") => Some(DOMAIN),
            (ParameterIn::Path, "address") => Some(ADDRESS),
            (ParameterIn::Path, "id") => Some(ID),
            (ParameterIn::Header, "If-Match") => Some(TAG),
            (ParameterIn::Header, "If-None-Match") => Some(r"^\*$"),
            (_, _) => None,
        };
        if let Some(known) = known {
            schema.pattern = Some(known.to_owned());
        }
        let text = schema.schema_type == SchemaType::Type(Type::String);
        if text && parameter.parameter_in == ParameterIn::Query {
            schema.min_length = Some(1);
        }
    }
}

/// Says what the items of a list are.
fn items(document: &mut OpenApi, of: (&str, &str), item: Object) {
    if let Some(Schema::Array(Array { items, .. })) = property(document, of) {
        *items = ArrayItems::RefOrSchema(Box::new(RefOr::T(Schema::Object(item))));
    }
}

fn pattern(pattern: &str, most: Option<usize>) -> Object {
    let mut text = Object::with_type(Type::String);
    text.pattern = Some(pattern.to_owned());
    text.max_length = most;
    text
}

fn property<'a>(document: &'a mut OpenApi, (name, field): (&str, &str)) -> Option<&'a mut Schema> {
    let components = document.components.as_mut()?;
    let RefOr::T(Schema::Object(object)) = components.schemas.get_mut(name)? else {
        return None;
    };
    match object.properties.get_mut(field)? {
        RefOr::T(schema) => Some(schema),
        RefOr::Ref(_) => None,
    }
}

fn own(parameter: &RefOr<Parameter>) -> Option<&Parameter> {
    match parameter {
        RefOr::T(parameter) => Some(parameter),
        RefOr::Ref(_) => None,
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let all = [
        &mut item.get,
        &mut item.put,
        &mut item.post,
        &mut item.delete,
        &mut item.patch,
    ];
    all.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::domain::identity::{Domain, Subject};

    fn fits(pattern: &str, text: &str) -> bool {
        let schema = json!({ "pattern": pattern });
        jsonschema::is_valid(&schema, &Value::from(text))
    }

    /// What no pattern says: punycode (RFC 3492), and hyphens that are kept for it (RFC 5891 §4.2.3.1).
    fn is_beyond_patterns(name: &str) -> bool {
        name.contains("--")
    }

    proptest! {
        #[test]
        fn the_pattern_of_a_domain_is_what_the_program_takes(name in "[aZ0.\\-]{0,9}|[a0.\\-_@ %]{0,5}") {
            prop_assume!(!is_beyond_patterns(&name));
            prop_assert_eq!(fits(DOMAIN, &name), Domain::parse(&name).is_ok(), "{}", name);
        }

        #[test]
        fn the_pattern_of_a_mailbox_is_what_the_program_takes(
            local in "[ -~]{0,3}|[aZ.+'/?]{0,5}",
            domain in "[a0.\\-]{0,5}",
        ) {
            prop_assume!(!is_beyond_patterns(&domain) && !local.contains(' '));
            let name = format!("{local}@{domain}");
            prop_assert_eq!(fits(ADDRESS, &name), Subject::parse(&name, None).is_ok(), "{}", name);
        }
    }

    #[test]
    fn the_patterns_end_where_the_program_does() {
        let label = "a".repeat(63);
        let longest = format!("{label}.{label}.{label}.{}", "a".repeat(61));
        assert!(fits(DOMAIN, &longest) && Domain::parse(&longest).is_ok());
        for (local, domain, good) in [
            ("a".repeat(64), longest.clone(), true),
            ("a".repeat(65), "a.test".to_owned(), false),
            ("a".to_owned(), format!("{longest}a"), false),
            ("a".to_owned(), format!("{label}a.test"), false),
        ] {
            let name = format!("{local}@{domain}");
            assert_eq!(fits(ADDRESS, &name), good, "{name}");
            assert_eq!(Subject::parse(&name, None).is_ok(), good, "{name}");
        }
    }
}
