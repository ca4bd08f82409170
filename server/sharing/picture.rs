//! The picture that stands beside a link: what it says, and the way that it tells. Pure.

use std::fmt::Write;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use crate::error::Result;
use crate::sharing::letters::{FAMILY, FONTS, Letters};

pub const WIDTH: u32 = 1_200;
pub const HEIGHT: u32 = 630;

const MARGIN: f32 = 72.0;
const INNER: f32 = 1_056.0;

/// The colours of the light page.
const PAPER: &str = "#f6f5ee";
const INK: &str = "#17211c";
const INK2: &str = "#4c574f";
const GREEN: &str = "#15563c";
const HERE: &str = "#b3361a";

/// More waypoints than these are drawn as the first, dots, and the last ones.
const WAYPOINTS: usize = 5;

/// What a picture shows.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct Picture {
    pub title: String,
    /// Above the title.
    pub kicker: String,
    /// Name of the site, in its corner.
    pub site: String,
    /// Roles with the dates on which they were reached, which may be empty.
    pub path: Vec<(String, String)>,
}

impl Picture {
    /// As a PNG of 1200 × 630 pixels. Takes tens of milliseconds.
    pub fn png(&self) -> Result<Vec<u8>> {
        let options = Options {
            fontdb: FONTS.clone(),
            font_family: FAMILY.to_owned(),
            ..Options::default()
        };
        let tree = Tree::from_str(&self.svg(), &options).map_err(anyhow::Error::from)?;
        let pixmap = Pixmap::new(WIDTH, HEIGHT);
        let mut pixmap = pixmap.ok_or_else(|| anyhow::anyhow!("no room for a picture"))?;
        resvg::render(&tree, Transform::identity(), &mut pixmap.as_mut());
        Ok(pixmap.encode_png().map_err(anyhow::Error::from)?)
    }

    pub fn svg(&self) -> String {
        let letters = Letters::new();
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
             font-family=\"{FAMILY}\"><rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"{PAPER}\"/>\
             {SIGNPOST}"
        );
        let site = letters.drawable(&self.site);
        text(&mut svg, (126.0, 84.0), 34.0, INK, &site);
        let kicker = letters.within(&letters.drawable(&self.kicker), 28.0, INNER);
        text(&mut svg, (MARGIN, 178.0), 28.0, INK2, &kicker);
        self.title(&mut svg, &letters);
        self.trail(&mut svg, &letters);
        svg.push_str(NEATLINE);
        svg.push_str("</svg>");
        svg
    }

    /// As large as it can be in its room: two lines of large letters, else three of smaller ones.
    fn title(&self, svg: &mut String, letters: &Letters<'_>) {
        let title = letters.drawable(&self.title);
        let large = letters.lines(&title, 68.0, INNER, 3);
        let (size, lines) = match large.len() {
            0..=2 => (68.0, large),
            _ => (52.0, letters.lines(&title, 52.0, INNER, 3)),
        };
        let mut y = 190.0 + size;
        for line in lines {
            text(svg, (MARGIN, y), size, INK, &line);
            y += size * 1.35;
        }
    }

    fn trail(&self, svg: &mut String, letters: &Letters<'_>) {
        let shown = self.shown();
        let Some(last) = shown.len().checked_sub(1) else {
            return;
        };
        let step = INNER / u16::try_from(shown.len()).map_or(1.0, f32::from);
        let mut x = MARGIN + 14.0;
        let mut trail = String::new();
        for (n, (role, date)) in shown.iter().enumerate() {
            let is_low = n % 2 == 0;
            let y = if is_low { 500.0 } else { 468.0 };
            let _ = match n {
                0 => write!(trail, "M{x} {y}"),
                _ => {
                    let (from, middle) = (if is_low { 468.0 } else { 500.0 }, x - step / 2.0);
                    write!(trail, " C{middle} {from} {middle} {y} {x} {y}")
                }
            };
            let (name_y, date_y) = if is_low {
                (552.0, 582.0)
            } else {
                (406.0, 436.0)
            };
            // Names stand below and above in turn, so each has the room of two.
            let room = step.mul_add(2.0, -24.0).min(INNER);
            let colour = if n == last { HERE } else { INK };
            let name = letters.within(&letters.drawable(role), 30.0, room);
            // What would leave the picture begins further left.
            let left = (x - 14.0).min(MARGIN + INNER - letters.width(&name, 30.0));
            text(svg, (left, name_y), 30.0, colour, &name);
            text(svg, (left, date_y), 22.0, INK2, &letters.drawable(date));
            x += step;
        }
        let _ = write!(
            svg,
            "<path d=\"{trail}\" fill=\"none\" stroke=\"{GREEN}\" stroke-width=\"6\"/>"
        );
        self.marks(svg, &shown, step);
    }

    fn marks(&self, svg: &mut String, shown: &[(String, String)], step: f32) {
        let mut x = MARGIN + 14.0;
        for n in 0..shown.len() {
            let y = if n % 2 == 0 { 500.0 } else { 468.0 };
            let _ = match n + 1 == shown.len() {
                true => write!(
                    svg,
                    "<circle cx=\"{x}\" cy=\"{y}\" r=\"22\" fill=\"{HERE}\" fill-opacity=\"0.2\"/>\
                     <circle cx=\"{x}\" cy=\"{y}\" r=\"13\" fill=\"{HERE}\"/>"
                ),
                false => write!(
                    svg,
                    "<circle cx=\"{x}\" cy=\"{y}\" r=\"11\" fill=\"{PAPER}\" stroke=\"{GREEN}\" stroke-width=\"6\"/>"
                ),
            };
            x += step;
        }
    }

    fn shown(&self) -> Vec<(String, String)> {
        let path = &self.path;
        let Some(cut) = path.len().checked_sub(WAYPOINTS).filter(|it| *it > 0) else {
            return path.clone();
        };
        let gap = ("…".to_owned(), String::new());
        let first = path.iter().take(1).cloned();
        let rest = path.iter().skip(cut + 2).cloned();
        first.chain([gap]).chain(rest).collect()
    }
}

/// The site's sign, as in the masthead.
const SIGNPOST: &str = "<g transform=\"translate(72 44) scale(1.6)\"><path d=\"M12.5 1.5 14 0l1.5 1.5V32h-3z\" \
    fill=\"#17211c\"/><path d=\"M4 4h17l5 4-5 4H4z\" fill=\"#15563c\"/>\
    <path d=\"M24 15H9l-5 3.5L9 22h15z\" fill=\"#b3361a\"/></g>";

/// The edge of a map, in parts of black and white.
const NEATLINE: &str = "<rect y=\"614\" width=\"1200\" height=\"16\" fill=\"#17211c\"/>\
    <path d=\"M0 622H1200\" stroke=\"#f6f5ee\" stroke-width=\"8\" stroke-dasharray=\"100 100\"/>";

fn text(svg: &mut String, (x, y): (f32, f32), size: f32, colour: &str, text: &str) {
    let _ = write!(
        svg,
        "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{colour}\">{}</text>",
        escaped(text)
    );
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_title_is_there_is_a_picture() {
        let long = "長い題".repeat(60);
        for title in ["", "A < B & C > D", "مرحبا بالعالم", "🧭", long.as_str()] {
            let picture = Picture {
                title: title.to_owned(),
                path: vec![("SRE".to_owned(), "2021".to_owned()); 12],
                ..Picture::default()
            };
            let png = picture.png().unwrap();
            assert_eq!(png[..8], *b"\x89PNG\r\n\x1a\n");
            assert_eq!(png[16..24], [0, 0, 4, 0xb0, 0, 0, 2, 0x76]);
        }
    }

    #[test]
    fn the_letters_are_drawn() {
        let png = |title: &str| {
            let title = title.to_owned();
            let picture = Picture {
                title,
                ..Picture::default()
            };
            picture.png().unwrap()
        };
        assert_ne!(png("SRE"), png("道しるべ"));
        assert_ne!(png("SRE"), png(""));
    }

    #[test]
    fn a_long_way_is_shown_by_its_ends() {
        let path = (0..9)
            .map(|n| (format!("role {n}"), String::new()))
            .collect();
        let picture = Picture {
            path,
            ..Picture::default()
        };
        let shown: Vec<String> = picture.shown().into_iter().map(|it| it.0).collect();
        assert_eq!(shown, ["role 0", "…", "role 6", "role 7", "role 8"]);
    }
}
