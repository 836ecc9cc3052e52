//! Pictures in several sizes. What a picture unfolds to is bounded, and one is worked on at a time: a file of a few kilobytes
//! must not fill the server's memory.

use std::io::{BufReader, Cursor};
use std::path::{Path, PathBuf};

use afya_model::Refusal;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use tokio::sync::Semaphore;

/// A picture may unfold to so many bytes; 64 megapixels in colour are 192 MB.
const UNFOLDED: u64 = 256 * 1024 * 1024;
/// A picture may be so many pixels wide or high.
const LONGEST_SIDE: u32 = 32_768;

static ONE_AT_A_TIME: Semaphore = Semaphore::const_new(1);

/// Which size of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    /// 256 pixels wide.
    Small,
    /// 512 pixels wide.
    Medium,
    /// 1024 pixels wide.
    Large,
    /// As it came.
    #[default]
    Original,
}

impl Size {
    /// The sizes that are made.
    pub const MADE: [Size; 3] = [Size::Small, Size::Medium, Size::Large];

    /// The size of a word, in any case.
    pub fn parse(word: &str) -> Option<Size> {
        let all = [
            ("small", Size::Small),
            ("medium", Size::Medium),
            ("large", Size::Large),
            ("original", Size::Original),
        ];
        all.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, size)| size)
    }

    /// What stands behind the key of the original.
    pub fn suffix(self) -> &'static str {
        match self {
            Size::Small => "small",
            Size::Medium => "medium",
            Size::Large => "large",
            Size::Original => "",
        }
    }

    fn width(self) -> Option<u32> {
        match self {
            Size::Small => Some(256),
            Size::Medium => Some(512),
            Size::Large => Some(1024),
            Size::Original => None,
        }
    }
}

/// How a picture that comes in is made smaller before it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Into a square, with its proportions; a smaller one stays.
    Within(u32),
    /// Exactly this square.
    Exactly(u32),
}

/// Whether a media type is that of a picture which is kept in several sizes.
pub fn is_picture(media_type: &str) -> bool {
    matches!(media_type, "image/jpg" | "image/jpeg" | "image/png")
}

/// A picture in all the sizes that are made. None is ever larger than the original, which would show nothing more. Nothing
/// where the file is no picture.
pub async fn sizes(path: &Path) -> Option<Vec<(Size, Vec<u8>)>> {
    work(path, |picture, format| {
        let made = Size::MADE.into_iter().map(|size| {
            let width = size.width().unwrap_or_else(|| picture.width());
            Some((size, written(&narrowed(&picture, width), format)?))
        });
        made.collect()
    })
    .await
}

/// A picture made to fit; nothing where the file is no picture.
pub async fn fitted(path: &Path, fit: Fit) -> Option<Vec<u8>> {
    work(path, move |picture, format| {
        let picture = match fit {
            Fit::Within(side) if picture.width().max(picture.height()) <= side => picture,
            Fit::Within(side) => picture.resize(side, side, FilterType::CatmullRom),
            Fit::Exactly(side) => picture.resize_exact(side, side, FilterType::CatmullRom),
        };
        written(&picture, format)
    })
    .await
}

/// Whether a file is a picture in PNG, to its last pixel.
pub async fn is_png(path: &Path) -> bool {
    work(path, |_, format| (format == ImageFormat::Png).then_some(())).await.is_some()
}

fn narrowed(picture: &DynamicImage, width: u32) -> DynamicImage {
    if picture.width() <= width {
        return picture.clone();
    }
    let height = u64::from(picture.height()) * u64::from(width) / u64::from(picture.width());
    let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
    picture.resize_exact(width, height, FilterType::CatmullRom)
}

async fn work<T: Send + 'static>(
    path: &Path,
    make: impl FnOnce(DynamicImage, ImageFormat) -> Option<T> + Send + 'static,
) -> Option<T> {
    let path = PathBuf::from(path);
    let made = in_turn(move || {
        let (picture, format) =
            read(&path).map_err(|error| tracing::info!(%error, "a file is no picture")).ok()?;
        make(picture, format)
    });
    made.await.ok().flatten()
}

/// Makes something large where it keeps nobody from an answer, one at a time. It has its turn to the end, also where whoever
/// wanted it has gone.
///
/// # Errors
/// 500 when it fails.
pub async fn in_turn<T: Send + 'static>(make: impl FnOnce() -> T + Send + 'static) -> Result<T, Refusal> {
    let turn = ONE_AT_A_TIME.acquire().await;
    let made = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        make()
    });
    made.await.map_err(|error| {
        tracing::error!(%error, "a file could not be made");
        Refusal::new(500, "The file could not be made. The server's log says more.")
    })
}

/// A picture the right way up, and its format.
fn read(path: &Path) -> image::ImageResult<(DynamicImage, ImageFormat)> {
    let mut reader = ImageReader::new(BufReader::new(std::fs::File::open(path)?)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(UNFOLDED);
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    reader.limits(limits);
    let format = reader.format().unwrap_or(ImageFormat::Png);
    let mut decoder = reader.into_decoder()?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok((picture, format))
}

fn written(picture: &DynamicImage, format: ImageFormat) -> Option<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    let written = match format {
        // JPEG knows neither transparency nor sixteen bits.
        ImageFormat::Jpeg => picture.to_rgb8().write_to(&mut bytes, format),
        ImageFormat::Gif => picture.to_rgba8().write_to(&mut bytes, format),
        _ => picture.write_to(&mut bytes, format),
    };
    written.map_err(|error| tracing::warn!(%error, "a picture could not be written")).ok()?;
    Some(bytes.into_inner())
}
