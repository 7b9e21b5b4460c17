#include "state/compression.hpp"

#include <zlib.h>
#include <zstd.h>

#include <memory>

namespace ashlar::state {

namespace {

constexpr std::string_view gzip_magic = "\x1F\x8B";
constexpr std::string_view zstd_magic = "\x28\xB5\x2F\xFD";
constexpr int gzip_window = 15 + 16;  ///< the largest window, with gzip's header and trailer
constexpr std::size_t piece = 1 << 18;

Result<std::string> gzip(std::string_view content) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    return fail("gzip compression cannot be set up");
  }
  std::string out(deflateBound(&stream, content.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int outcome = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (outcome != Z_STREAM_END) return fail("gzip compression failed");
  return out;
}

Result<std::string> gunzip(std::string_view bytes) {
  z_stream stream{};
  if (inflateInit2(&stream, gzip_window) != Z_OK) return fail("gzip decompression cannot be set up");
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  int outcome = Z_OK;
  while (outcome == Z_OK) {
    const auto filled = out.size();
    out.resize(filled + piece);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + filled);
    stream.avail_out = piece;
    outcome = inflate(&stream, Z_NO_FLUSH);
    out.resize(filled + piece - stream.avail_out);
  }
  inflateEnd(&stream);
  if (outcome != Z_STREAM_END) return fail("the gzip data is damaged or cut short");
  return out;
}

Result<std::string> zstd(std::string_view content) {
  std::string out(ZSTD_compressBound(content.size()), '\0');
  const auto size = ZSTD_compress(out.data(), out.size(), content.data(), content.size(), ZSTD_CLEVEL_DEFAULT);
  if (ZSTD_isError(size) != 0) return fail(std::string("zstd compression failed: ") + ZSTD_getErrorName(size));
  out.resize(size);
  return out;
}

Result<std::string> unzstd(std::string_view bytes) {
  const std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> stream(ZSTD_createDStream(), ZSTD_freeDStream);
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  std::string out;
  std::size_t expected = 1;
  while (in.pos < in.size || expected != 0) {
    const auto filled = out.size();
    out.resize(filled + piece);
    ZSTD_outBuffer buffer{out.data() + filled, piece, 0};
    expected = ZSTD_decompressStream(stream.get(), &buffer, &in);
    out.resize(filled + buffer.pos);
    if (ZSTD_isError(expected) != 0)
      return fail(std::string("the zstd data is damaged: ") + ZSTD_getErrorName(expected));
    const bool is_stuck = expected != 0 && in.pos == in.size && buffer.pos < piece;
    if (is_stuck) return fail("the zstd data is cut short");
  }
  return out;
}

}  // namespace

std::string_view extension(Compression compression) {
  switch (compression) {
    case Compression::none:
      return "";
    case Compression::gzip:
      return ".gz";
    case Compression::zstd:
      return ".zst";
  }
  return "";
}

Result<std::string> compress(std::string content, Compression compression) {
  switch (compression) {
    case Compression::none:
      return content;
    case Compression::gzip:
      return gzip(content);
    case Compression::zstd:
      return zstd(content);
  }
  return content;
}

Result<std::string> decompress(std::string bytes) {
  if (bytes.starts_with(gzip_magic)) return gunzip(bytes);
  if (bytes.starts_with(zstd_magic)) return unzstd(bytes);
  return bytes;
}

}  // namespace ashlar::state
