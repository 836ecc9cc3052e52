//! Pictures that the server draws itself.

use image::{GrayImage, ImageFormat, Luma};
use qrcodegen::{QrCode, QrCodeEcc};

/// Pixels of a module of a QR code, and modules of white around it.
const MODULE: u32 = 4;
const MARGIN: u32 = 4;

/// A text as a QR code, as PNG; nothing for one that is too long.
pub(crate) fn qr_code(text: &str) -> Option<Vec<u8>> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let side = u32::try_from(code.size()).ok()? + 2 * MARGIN;
    let image = GrayImage::from_fn(side * MODULE, side * MODULE, |x, y| {
        let at = |pixel: u32| i32::try_from(pixel / MODULE).unwrap_or_default() - MARGIN as i32;
        Luma([if code.get_module(at(x), at(y)) { 0 } else { u8::MAX }])
    });
    let mut png = std::io::Cursor::new(Vec::new());
    image.write_to(&mut png, ImageFormat::Png).ok()?;
    Some(png.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_picture_with_a_white_margin() {
        let picture =
            image::load_from_memory(&qr_code("otpauth://totp/a:b?secret=c").unwrap()).unwrap().to_luma8();
        assert_eq!(picture.get_pixel(0, 0), &Luma([255]));
        assert_eq!(picture.get_pixel(MARGIN * MODULE, MARGIN * MODULE), &Luma([0]));
        assert!(qr_code(&"long".repeat(2000)).is_none());
    }
}
