//! Charts: SVG without script or style of its own. Each says in words what it shows.

use maud::{Markup, html};

/// A share of a whole.
#[derive(Clone, Debug)]
pub(super) struct Bar {
    /// What it is, maybe with a link.
    pub(super) name: Markup,
    /// How many.
    pub(super) part: u64,
    /// Of how many.
    pub(super) whole: u64,
}

/// Shares, one below the other. The numbers stand beside them, so the drawing is but decoration.
pub(super) fn bars(bars: &[Bar]) -> Markup {
    html! {
        dl.bars {
            @for bar in bars {
                div {
                    dt { (bar.name) }
                    dd {
                        svg.share viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true" {
                            rect.all width="1000" height="12" {}
                            rect.part width=(permille(bar.part, bar.whole)) height="12" {}
                        }
                        span dir="ltr" { (bar.part) " / " (bar.whole) }
                    }
                }
            }
        }
    }
}

/// A line through permille values, from left to right as time goes; `words` say what it shows.
pub(super) fn line(words: &str, values: &[u64]) -> Markup {
    let last = values.len().saturating_sub(1).max(1) as u64;
    let point = |(place, value): (usize, &u64)| {
        let x = place as u64 * WIDTH / last;
        let y = HEIGHT - (*value).min(1000) * HEIGHT / 1000;
        format!("{x},{y}")
    };
    let points: Vec<String> = values.iter().enumerate().map(point).collect();
    let points = points.join(" ");
    html! {
        div.chart dir="ltr" {
            svg viewBox=(format!("0 -4 {WIDTH} {}", HEIGHT + 8)) role="img" aria-label=(words)
                preserveAspectRatio="none" {
                @for height in [0, HEIGHT / 2, HEIGHT] {
                    line.rule x1="0" x2=(WIDTH) y1=(height) y2=(height) {}
                }
                polygon.area points=(format!("0,{HEIGHT} {points} {WIDTH},{HEIGHT}")) {}
                polyline.curve points=(points) {}
            }
            div.scale aria-hidden="true" { span { "100 %" } span { "50 %" } span { "0 %" } }
        }
    }
}

/// How many of a thousand; nothing of nothing is nothing.
pub(super) fn permille(part: u64, whole: u64) -> u64 {
    (part.min(whole) * 1000)
        .checked_div(whole)
        .unwrap_or_default()
}

const WIDTH: u64 = 720;
const HEIGHT: u64 = 180;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_never_more_than_all() {
        assert_eq!(permille(1, 4), 250);
        assert_eq!(permille(9, 4), 1000);
        assert_eq!(permille(0, 0), 0);
    }

    #[test]
    fn a_line_goes_from_side_to_side_and_from_bottom_to_top() {
        let drawn = line("words", &[0, 500, 1000]).into_string();
        assert!(drawn.contains("points=\"0,180 360,90 720,0\""), "{drawn}");
        let one = line("words", &[250]).into_string();
        assert!(one.contains("points=\"0,135\""), "{one}");
    }
}
