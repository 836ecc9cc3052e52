//! Files in a folder, and pictures made smaller.

use std::path::PathBuf;
use std::{env, fs, process};

use afya_model::Random;
use afya_tests::cluster::block_on;
use futures_util::TryStreamExt;
use image::{DynamicImage, GenericImageView, ImageFormat};
use jiff::{SignedDuration, Timestamp};

use crate::FileStore;
use crate::pictures::{self, Fit, Size};

/// A folder that goes with its test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Scratch {
        let folder = env::temp_dir().join(format!("afya-files-{}-{name}", process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Scratch(folder)
    }

    fn arriving(&self) -> usize {
        fs::read_dir(self.0.join(".arriving")).map_or(0, Iterator::count)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_file_has_its_place_when_it_is_whole() {
    let scratch = Scratch::new("whole");
    let (files, random) = (FileStore::folder(&scratch.0), Random::seeded(1));
    block_on(async {
        let mut arriving = files.arrive(&random).await.unwrap();
        arriving.write(b"hello ").await.unwrap();
        assert_eq!(files.size("dataValue/one").await.unwrap(), None);
        arriving.write(b"world").await.unwrap();
        let arrived = arriving.finish().await.unwrap();
        assert_eq!((arrived.bytes, arrived.md5.as_str()), (11, "5eb63bbbe01eeed093cb22bb8f5acdc3"));
        files.keep(arrived, "dataValue/one").await.unwrap();
        assert_eq!(files.size("dataValue/one").await.unwrap(), Some(11));
        assert_eq!(fs::read(scratch.0.join("dataValue/one")).unwrap(), b"hello world");
        assert_eq!(scratch.arriving(), 0);
        let part = files.open("dataValue/one", 4..8).await.unwrap().unwrap();
        let part: Vec<_> = part.try_collect().await.unwrap();
        assert_eq!(part.concat(), b"o wo");
        // Bytes that were promised and are not there break the answer off.
        let more = files.open("dataValue/one", 4..80).await.unwrap().unwrap();
        assert!(more.try_collect::<Vec<_>>().await.is_err());
        files.remove("dataValue/one").await.unwrap();
        files.remove("dataValue/one").await.unwrap();
        assert_eq!(files.size("dataValue/one").await.unwrap(), None);
    });
}

#[test]
fn a_file_that_does_not_arrive_whole_goes() {
    let scratch = Scratch::new("dropped");
    let (files, random) = (FileStore::folder(&scratch.0), Random::seeded(1));
    block_on(async {
        let mut arriving = files.arrive(&random).await.unwrap();
        arriving.write(b"half").await.unwrap();
        assert_eq!(scratch.arriving(), 1);
        drop(arriving);
        assert_eq!(scratch.arriving(), 0);
        // A server that is killed drops nothing.
        std::mem::forget(files.arrive(&random).await.unwrap());
        let written = fs::read_dir(scratch.0.join(".arriving")).unwrap().next().unwrap().unwrap();
        let at = Timestamp::try_from(written.metadata().unwrap().modified().unwrap()).unwrap();
        assert_eq!(files.sweep(at - SignedDuration::from_secs(1)).await.unwrap(), 0);
        assert_eq!(files.sweep(at + SignedDuration::from_secs(1)).await.unwrap(), 1);
        assert_eq!(scratch.arriving(), 0);
    });
}

#[test]
fn no_key_leads_out_of_the_folder() {
    let scratch = Scratch::new("keys");
    let files = FileStore::folder(&scratch.0.join("files"));
    fs::write(scratch.0.join("secret"), "secret").unwrap();
    block_on(async {
        let outside = scratch.0.join("secret");
        for key in ["../secret", "dataValue/../../secret", outside.to_str().unwrap(), "", ".", "a\0b"] {
            assert_eq!(files.size(key).await.unwrap(), None, "{key}");
            assert!(files.open(key, 0..6).await.unwrap().is_none(), "{key}");
            files.remove(key).await.unwrap();
            let arrived = files.arrive(&Random::seeded(1)).await.unwrap().finish().await.unwrap();
            assert!(files.keep(arrived, key).await.is_err(), "{key}");
        }
        assert!(outside.exists());
    });
}

#[test]
fn pictures_are_made_smaller_and_never_larger() {
    let scratch = Scratch::new("pictures");
    let (wide, small, text) = (scratch.0.join("wide"), scratch.0.join("small"), scratch.0.join("text"));
    DynamicImage::new_rgb8(600, 300).save_with_format(&wide, ImageFormat::Png).unwrap();
    DynamicImage::new_rgb8(40, 20).save_with_format(&small, ImageFormat::Jpeg).unwrap();
    fs::write(&text, "no picture").unwrap();
    let extent = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().dimensions();
    block_on(async {
        let made = pictures::sizes(&wide).await.unwrap();
        let extents: Vec<_> = made.iter().map(|(size, bytes)| (*size, extent(bytes))).collect();
        assert_eq!(
            extents,
            [(Size::Small, (256, 128)), (Size::Medium, (512, 256)), (Size::Large, (600, 300))]
        );
        let made = pictures::sizes(&small).await.unwrap();
        assert!(made.iter().all(|(_, bytes)| extent(bytes) == (40, 20)));
        assert!(made.iter().all(|(_, bytes)| image::guess_format(bytes).unwrap() == ImageFormat::Jpeg));
        assert_eq!(extent(&pictures::fitted(&wide, Fit::Within(200)).await.unwrap()), (200, 100));
        assert_eq!(extent(&pictures::fitted(&wide, Fit::Exactly(48)).await.unwrap()), (48, 48));
        assert_eq!(extent(&pictures::fitted(&small, Fit::Within(200)).await.unwrap()), (40, 20));
        assert!(pictures::sizes(&text).await.is_none());
    });
}

#[test]
fn a_picture_that_is_too_long_is_not_read() {
    let scratch = Scratch::new("bomb");
    let bomb = scratch.0.join("bomb");
    // A line of one colour is a small file however long it is.
    DynamicImage::new_luma8(40_000, 2).save_with_format(&bomb, ImageFormat::Png).unwrap();
    assert!(block_on(pictures::sizes(&bomb)).is_none());
}
