//! Small pictures inside the text. They decorate; the words beside them say everything.

use maud::{Markup, html};

/// A line drawing on a field of 24 by 24.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Icon {
    /// An exclamation mark in a circle.
    Alert,
    /// An arrow that points to where one came from; the style turns it over in Arabic.
    Back,
    /// A check mark in a circle.
    Check,
    /// A clock.
    Clock,
    /// An arrow head that points to where one goes; the style turns it over in Arabic.
    Forward,
    /// A globe.
    Globe,
    /// A key.
    Key,
    /// A padlock.
    Lock,
    /// A speech bubble.
    Message,
    /// A head and shoulders.
    Person,
    /// A telephone.
    Phone,
    /// A plus sign.
    Plus,
    /// A shield.
    Shield,
}

/// The drawing.
pub(crate) fn icon(icon: Icon) -> Markup {
    html! {
        svg.icon.mirrored[matches!(icon, Icon::Back | Icon::Forward)] viewBox="0 0 24 24" width="20" height="20"
            fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round"
            stroke-linejoin="round" aria-hidden="true" {
            path d=(outline(icon)) {}
        }
    }
}

fn outline(icon: Icon) -> &'static str {
    match icon {
        Icon::Alert => "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 7.75v5M12 16.25v.01",
        Icon::Back => "M19.5 12h-15M10.5 6l-6 6l6 6",
        Icon::Check => "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M8 12.5l2.75 2.75L16 9.5",
        Icon::Clock => "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 7.5V12l3 2",
        Icon::Forward => "M9.5 5.5l6.5 6.5l-6.5 6.5",
        Icon::Globe => {
            "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M3 12h18M12 3a4 9 0 0 1 0 18M12 3a4 9 0 0 0 0 18"
        }
        Icon::Key => {
            "M8 11.25a4.25 4.25 0 1 0 0 8.5a4.25 4.25 0 0 0 0-8.5M11 12.5l8.5-8.5M16 7.5l2.75 2.75"
        }
        Icon::Lock => {
            "M6 10.5h12a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1-1.5 1.5H6A1.5 1.5 0 0 1 4.5 19v-7\
             A1.5 1.5 0 0 1 6 10.5M8 10.5V7.5a4 4 0 0 1 8 0v3M12 14.5v2"
        }
        Icon::Message => {
            "M5.5 4.5h13A1.75 1.75 0 0 1 20.25 6.25v8.5A1.75 1.75 0 0 1 18.5 16.5H11l-4.5 3.75V16.5\
             H5.5A1.75 1.75 0 0 1 3.75 14.75v-8.5A1.75 1.75 0 0 1 5.5 4.5M8 9h8M8 12.25h5"
        }
        Icon::Person => "M12 4a4 4 0 1 0 0 8a4 4 0 0 0 0-8M4.5 20a7.5 5.5 0 0 1 15 0",
        Icon::Phone => {
            "M8.5 2.75h7A1.75 1.75 0 0 1 17.25 4.5v15a1.75 1.75 0 0 1-1.75 1.75h-7\
             A1.75 1.75 0 0 1 6.75 19.5v-15A1.75 1.75 0 0 1 8.5 2.75M11 18.25h2"
        }
        Icon::Plus => "M12 5v14M5 12h14",
        Icon::Shield => {
            "M12 3l7.5 2.75V12c0 4.5-3 7.5-7.5 9c-4.5-1.5-7.5-4.5-7.5-9V5.75L12 3M12 8v4.5M12 15.75v.01"
        }
    }
}
