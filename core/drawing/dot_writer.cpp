#include <riserun/core/drawing/dot_writer.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace riserun {

struct DotWriter::Colors {
  std::string_view background, plain, line, text, muted, visited, visited_fill;
};

namespace {

/// Braces, bars and angle brackets structure a record's label; quotes and backslashes end a string.
std::string escaped(std::string_view text, std::string_view special) {
  std::string out;
  for (char c : text) {
    if (c == '\n') c = ' ';
    if (special.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}
std::string in_record(std::string_view text) { return escaped(text, "{}|<>\"\\ "); }
std::string in_string(std::string_view text) { return escaped(text, "\"\\"); }

std::string in_html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '\n':
        out += "<BR ALIGN=\"LEFT\"/>";
        break;
      default:
        out += c;
    }
  }
  return out;
}

using Rgb = std::array<double, 3>;
// Okabe and Ito, "Color Universal Design" (2008).
constexpr Rgb kBlue{0, 114, 178}, kVermillion{213, 94, 0}, kPurple{204, 121, 167};
constexpr Rgb kSky{86, 180, 233}, kOrange{230, 159, 0};
constexpr Rgb kWhite{255, 255, 255}, kNight{13, 17, 23}, kPale{213, 218, 223}, kDim{48, 54, 61};

std::string hexadecimal(const Rgb& from, const Rgb& to, double share) {
  std::string out = "#";
  for (std::size_t i = 0; i < 3; ++i) {
    const auto c = static_cast<unsigned>(std::lround(from[i] + share * (to[i] - from[i])));
    constexpr std::string_view kDigits = "0123456789abcdef";
    out += kDigits[c / 16];
    out += kDigits[c % 16];
  }
  return out;
}

/// From `ground` towards the colour of the sign.
std::string blended(double gradient, double largest, bool dark, const Rgb& ground,
                    double strongest) {
  if (!std::isfinite(gradient)) return hexadecimal(ground, kPurple, strongest);
  const double share =
      largest > 0.0 && std::isfinite(largest) ? std::min(1.0, std::abs(gradient) / largest) : 0.0;
  const Rgb& end = gradient < 0.0 ? (dark ? kSky : kBlue) : (dark ? kOrange : kVermillion);
  return hexadecimal(ground, end, strongest * std::sqrt(share));
}

/// Inches that so many characters of Helvetica at 12 points take at most, with a box's margins.
double inches(std::size_t characters) { return 0.2 + 0.093 * static_cast<double>(characters); }

}  // namespace

std::string dot_number(double x) {
  if (std::isnan(x)) return "nan";  // never "-nan"
  const double size = std::abs(x);
  const bool fixed = x == 0.0 || (size >= 1e-3 && size < 1e7);
  char text[64];
  const auto [end, error] =
      std::to_chars(text, text + sizeof text, x,
                    fixed ? std::chars_format::fixed : std::chars_format::general, 4);
  return {text, end};
}

std::string dot_shortest(double x) {
  if (std::isnan(x)) return "nan";
  char text[64];
  const auto [end, error] = std::to_chars(text, text + sizeof text, x);
  // A scaled target or the like: nobody reads its seventeen digits.
  constexpr int kMostDigits = 9;
  if (end - text <= kMostDigits) return {text, end};
  const auto [shorter, failed] =
      std::to_chars(text, text + sizeof text, x, std::chars_format::general, 6);
  return {text, shorter};
}

double largest_gradient(std::span<const double> gradients) {
  const auto largest_of = [](std::span<const double> some) {
    double largest = 0.0;
    for (const double g : some)
      if (std::isfinite(g)) largest = std::max(largest, std::abs(g));
    return largest;
  };
  // The root's own, and what comes straight through a mean of one number, a sum or a name.
  std::size_t others = gradients.size();
  while (others > 0 && gradients[others - 1] == gradients.back()) --others;
  const double largest = largest_of(gradients.first(others));
  return largest > 0.0 ? largest : largest_of(gradients);
}

std::string gradient_color(double gradient, double largest, bool dark) {
  // Up to there black, on dark white, is read well on both colours.
  return blended(gradient, largest, dark, dark ? kNight : kWhite, 0.65);
}

const DotWriter::Colors& DotWriter::colors(bool dark) {
  static constexpr Colors kLightColors{"white",   "#ffffff", "#3b4252", "#1b1f27",
                                       "#59636e", "#000000", "#f0e442"};
  static constexpr Colors kDarkColors{"#0d1117", "#0d1117", "#9ba5b0", "#f0f6fc",
                                      "#9ba5b0", "#ffffff", "#7a6f00"};
  return dark ? kDarkColors : kLightColors;
}

DotWriter::DotWriter(const DotLook& look) : dark_(look.dark), largest_(look.largest_gradient) {
  const Colors& c = colors(dark_);
  const auto quoted = [](std::string_view color) { return '"' + std::string(color) + '"'; };
  text_ = "digraph riserun {\n  graph [rankdir=LR, nodesep=0.25, ranksep=" +
          dot_shortest(look.column_gap) + ", bgcolor=" + quoted(c.background) +
          "]\n  node [fontname=\"Helvetica\", fontsize=12, color=" + quoted(c.line) +
          ", fontcolor=" + quoted(c.text) + ", penwidth=1]\n" +
          "  edge [fontname=\"Helvetica\", fontsize=10, color=" + quoted(c.muted) +
          ", fontcolor=" + quoted(c.muted) + ", arrowsize=0.7]\n";
  header(look);
}

// Title, caption and the scale of the colours, as a table above the graph.
void DotWriter::header(const DotLook& look) {
  const bool scale = largest_ > 0.0 && std::isfinite(largest_);
  if (look.title.empty() && look.caption_length == 0 && !scale) return;
  const Colors& c = colors(dark_);
  text_ += "  graph [labelloc=t, labeljust=l, fontname=\"Helvetica\", fontsize=12, fontcolor=\"" +
           std::string(c.text) +
           "\", label=<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"2\">";
  if (!look.title.empty())
    text_ += "<TR><TD ALIGN=\"LEFT\"><FONT POINT-SIZE=\"15\"><B>" + in_html(look.title) +
             "</B></FONT></TD></TR>";
  if (look.caption_length > 0)
    text_ += "<TR><TD ALIGN=\"LEFT\" FIXEDSIZE=\"TRUE\" HEIGHT=\"20\" WIDTH=\"" +
             std::to_string(std::lround(72.0 * inches(look.caption_length))) + "\">" +
             (look.caption.empty() ? " " : in_html(look.caption)) + "</TD></TR>";
  if (scale) {
    text_ += "<TR><TD ALIGN=\"LEFT\">" +
             (look.lengths ? "|grad| 0" : "grad " + dot_number(-largest_)) + " ";
    constexpr int kSteps = 6;
    for (int i = look.lengths ? 0 : -kSteps; i <= kSteps; ++i) {
      const double share = static_cast<double>(i) / kSteps;
      text_ += "<FONT COLOR=\"" +
               gradient_color(share * std::abs(share) * largest_, largest_, dark_) + "\">■</FONT>";
    }
    text_ += " " + dot_number(largest_) + "</TD></TR>";
  }
  text_ += "</TABLE>>]\n";
}

void DotWriter::note(const std::string& name, std::string_view text) {
  text_ += "  " + name + " [shape=plaintext, margin=0.04, width=0, height=0, fontcolor=\"" +
           std::string(colors(dark_).muted) + "\", label=\"" + in_string(text) + "\"]\n";
}

void DotWriter::box(const std::string& name, const DotBox& box) {
  const Colors& c = colors(dark_);
  const std::string fill = largest_ > 0.0 || !std::isfinite(box.gradient)
                               ? gradient_color(box.gradient, largest_, dark_)
                               : std::string(c.plain);
  text_ += "  " + name + " [shape=record, style=filled, fillcolor=\"" + fill + '"';
  if (box.ordered) text_ += ", ordering=in";
  if (box.visited)
    text_ += ", penwidth=3, color=\"" + std::string(c.visited) + '"';
  else if (box.root)
    text_ += ", penwidth=2";
  if (box.least_length > 0) text_ += ", width=" + dot_shortest(inches(box.least_length));
  text_ += box.stacked ? ", label=\"" : ", label=\"{ ";
  if (!box.label.empty()) text_ += in_record(box.label) + " | ";
  for (std::size_t i = 0; i < box.lines.size(); ++i)
    text_ += (i > 0 ? " | " : "") + escaped(box.lines[i], "{}|<>\"\\");
  text_ += box.stacked ? "\"]\n" : " }\"]\n";
}

void DotWriter::value(const std::string& name, Value value, bool is_root) {
  box(name, value_box(value, is_root));
}

DotBox value_box(Value value, bool is_root) {
  return {.label = value.label(),
          .lines = {"data " + dot_number(value.data()), "grad " + dot_number(value.grad())},
          .gradient = value.grad(),
          .root = is_root};
}

// ordering=in keeps a - b apart from b - a.
void DotWriter::op(const std::string& name, std::string_view symbol, bool visited) {
  const Colors& c = colors(dark_);
  text_ +=
      "  " + name + " [shape=circle, margin=0.03, ordering=in, label=\"" + in_string(symbol) + '"';
  if (visited)
    text_ += ", style=filled, fillcolor=\"" + std::string(c.visited_fill) + "\", color=\"" +
             std::string(c.visited) + '"';
  text_ += "]\n";
}

void DotWriter::arrow(const std::string& from, const std::string& to, const DotArrow& arrow) {
  const Colors& c = colors(dark_);
  text_ += "  " + from + " -> " + to;
  std::string attributes;
  const auto add = [&](const std::string& attribute) {
    attributes += (attributes.empty() ? "" : ", ") + attribute;
  };
  if (arrow.weighted) {
    // A line must be seen where its gradient is 0, too.
    add("color=\"" + blended(arrow.gradient, largest_, dark_, dark_ ? kDim : kPale, 1.0) + '"');
    add("penwidth=" + dot_number(arrow.width));
  }
  if (arrow.visited) {
    add("penwidth=2.5, color=\"" + std::string(c.visited) + '"');
  }
  if (!arrow.label.empty()) {
    std::string label;
    for (const char ch : arrow.label) {
      if (ch == '\n')
        label += "\\n";
      else
        label += in_string(std::string_view(&ch, 1));
    }
    add("label=\"" + label + '"');
    if (arrow.hidden_label)
      // Not a transparent colour: Graphviz before 3 writes that into an SVG as black.
      add("fontcolor=\"" + std::string(c.background) + '"');
    else if (arrow.visited)
      add("fontcolor=\"" + std::string(c.text) + '"');
  }
  if (!attributes.empty()) text_ += " [" + attributes + ']';
  text_ += '\n';
}

}  // namespace riserun
