//! Writes every page and every mail in every language into a folder, to be looked at.
//!
//! ```text
//! cargo run -p vestibule-templates --example gallery -- target/gallery
//! python3 -m http.server --bind 127.0.0.1 --directory target/gallery
//! ```

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use maud::html;
use vestibule_templates::assets::{self, Which};
use vestibule_templates::{Locale, gallery, mail_gallery};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("usage: gallery FOLDER")?);
    write_assets(&folder)?;
    let mut names = Vec::new();
    for locale in Locale::ALL {
        let panel = vestibule_templates::panel::gallery(*locale, MOUNT);
        for (name, page) in gallery(*locale, MOUNT).into_iter().chain(panel) {
            let name = format!("{name}.{}.html", locale.tag());
            fs::write(folder.join(&name), page.into_string())?;
            names.push(name);
        }
        for (name, mail) in mail_gallery(*locale) {
            let name = format!("{name}.{}", locale.tag());
            let text = format!("{}\n\n{}", mail.subject, mail.text);
            for (name, content) in [(name.clone() + ".html", mail.html), (name + ".txt", text)] {
                fs::write(folder.join(&name), content)?;
                names.push(name);
            }
        }
    }
    fs::write(folder.join("index.html"), index(&names))?;
    Ok(())
}

fn write_assets(folder: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder.join("assets"))?;
    for which in Which::ALL {
        let href = assets::href(MOUNT, *which);
        let name = href.rsplit('/').next().unwrap_or_default();
        let asset = assets::find(name).ok_or("an asset without a name")?;
        fs::write(folder.join("assets").join(name), asset.bytes)?;
    }
    Ok(())
}

fn index(names: &[String]) -> String {
    let page = html! {
        (maud::DOCTYPE)
        title { "Gallery" }
        ul {
            @for name in names { li { a href=(name) { (name) } } }
        }
    };
    page.into_string()
}

/// Relative, so that the pages find their files wherever the folder is.
const MOUNT: &str = ".";
