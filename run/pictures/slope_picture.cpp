#include <riserun/run/pictures/slope_picture.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include <riserun/base/errors.hpp>
#include <riserun/check/verdict/judge.hpp>
#include <riserun/plots/kinds/usual_range.hpp>

namespace riserun::run {
namespace {

constexpr int kPoints = 400;  // of a curve, which is 800 pixels wide
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Curve {
  std::vector<double> x, y;
};

/// Whether f jumps between two places: however close they are taken, its change stays.
bool jumps(const std::function<double(double)>& f, double a, double b, double y_a, double y_b) {
  constexpr int kHalvings = 45;
  const double change = std::abs(y_b - y_a);
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = a + (b - a) / 2, y = f(middle);
    if (middle == a || middle == b || !std::isfinite(y)) break;
    const bool left = std::abs(y - y_a) > std::abs(y_b - y);
    (left ? b : a) = middle;
    (left ? y_b : y_a) = y;
  }
  return std::abs(y_b - y_a) > change / 2;
}

/// f over an interval, with a gap where it jumps.
Curve curve_of(const std::function<double(double)>& f, double low, double high) {
  constexpr double kWorthALook = 0.02;  // of the whole height
  Curve all, curve;
  for (int i = 0; i <= kPoints; ++i) {
    const double share = static_cast<double>(i) / kPoints;
    all.x.push_back(low * (1 - share) + high * share);
    all.y.push_back(f(all.x.back()));
  }
  const plots::UsualRange range = plots::usual_range(all.y);
  for (std::size_t i = 0; i < all.x.size(); ++i) {
    const double y = all.y[i];
    if (i > 0 && std::isfinite(y) && std::isfinite(all.y[i - 1]) &&
        std::abs(y - all.y[i - 1]) > kWorthALook * (range.high - range.low) &&
        jumps(f, all.x[i - 1], all.x[i], all.y[i - 1], y)) {
      curve.x.push_back(all.x[i]);
      curve.y.push_back(kNaN);
    }
    curve.x.push_back(all.x[i]);
    curve.y.push_back(y);
  }
  return curve;
}

/// The function of one operand.
std::function<double(double)> along(const check::OpUnderTest& function, int operand,
                                    std::span<const double> at) {
  return [&function, i = static_cast<std::size_t>(operand),
          moved = std::vector<double>(at.begin(), at.end())](double x) mutable {
    moved[i] = x;
    return function.forward(moved);
  };
}

std::function<double(double)> derivative_along(const check::OpUnderTest& function, int operand,
                                               std::span<const double> at) {
  return [&function, i = static_cast<std::size_t>(operand),
          moved = std::vector<double>(at.begin(), at.end())](double x) mutable {
    moved[i] = x;
    const double y = function.forward(moved);
    std::vector<double> gradient(moved.size());
    function.partials(moved, y, gradient);
    return std::isfinite(y) ? gradient[i] : kNaN;  // there is no slope where there is no value
  };
}

std::string name_of(const check::OpUnderTest& function, int operand) {
  return function.operand_names.empty() ? "x"
                                        : function.operand_names[static_cast<std::size_t>(operand)];
}

plots::Theme theme(bool dark) { return dark ? plots::Theme::dark : plots::Theme::light; }

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text)
    out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
  return out;
}

}  // namespace

plots::SlopeColumns slope_columns(const check::SlopeTable& table,
                                  const check::OpUnderTest& function, int operand,
                                  std::span<const double> at, bool dark) {
  plots::SlopeColumns columns{.title = table.function,
                              .variable = table.variable,
                              .at_x = table.x,
                              .at_y = table.fx,
                              .theme = theme(dark)};
  if (table.rows.empty())
    throw DataError(fmt::format("{}: no run can be drawn where f is {:.6g}", table.function,
                                std::abs(table.fx)));
  const double reach = 1.3 * table.rows.front().h;
  Curve curve = curve_of(along(function, operand, at), table.x - reach, table.x + reach);
  columns.x = std::move(curve.x);
  columns.y = std::move(curve.y);
  const bool slope = table.best >= 0 || table.judged.verdict == check::Verdict::pass;
  if (slope && std::isfinite(table.derivative)) columns.tangent = table.derivative;
  columns.note = columns.tangent ? fmt::format("the slope is {:.9g}", table.derivative)
                                 : table.why.substr(0, table.why.find('.'));
  for (const check::SlopeRow& row : table.rows) {
    columns.h.push_back(row.h);
    columns.run.push_back(row.run);
    columns.rise.push_back(row.rise);
    columns.error.push_back(row.error);
    columns.rounding.push_back(check::ulp_of(table.fx) / std::abs(row.run));
  }
  if (table.best >= 0) columns.best = static_cast<std::size_t>(table.best);
  return columns;
}

plots::FunctionColumns function_columns(const check::OpUnderTest& function, int operand,
                                        std::span<const double> at, double low, double high,
                                        bool dark) {
  if (!std::isfinite(2 * (high - low)))
    throw ConfigError(fmt::format("from {} to {}: farther apart than a double can say", low, high));
  if (!(high - low > kPoints * 4 * std::numeric_limits<double>::epsilon() *
                         std::max(std::abs(low), std::abs(high))))
    throw ConfigError(
        fmt::format("from {} to {}: too few numbers lie between to draw a curve", low, high));
  plots::FunctionColumns columns{.title = std::string(function.info.name),
                                 .variable = name_of(function, operand),
                                 .theme = theme(dark)};
  Curve value = curve_of(along(function, operand, at), low, high);
  Curve slope = curve_of(derivative_along(function, operand, at), low, high);
  columns.x = std::move(value.x);
  columns.y = std::move(value.y);
  columns.slope_x = std::move(slope.x);
  columns.slope = std::move(slope.y);
  return columns;
}

std::string pictures_page(const std::string& title, const std::vector<std::string>& svgs,
                          const std::string& text, bool dark) {
  std::string page = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'; script-src 'unsafe-inline'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{}</title>\n<style>body{{margin:1rem auto;max-width:60rem;padding:0 "
      "1rem;font:1rem/1.5 system-ui,sans-serif;background:{};color:{}}}"
      "svg{{max-width:100%;height:auto}}input{{width:100%}}pre{{overflow-x:auto}}</style></head>\n"
      "<body><main>\n",
      escaped(title), dark ? "#0d1117" : "#ffffff", dark ? "#e6edf3" : "#1b1f27");
  const std::size_t last = svgs.empty() ? 0 : svgs.size() - 1;
  if (svgs.size() > 1)
    page += fmt::format(
        "<p><label>Picture <output id=\"n\">{0}</output> of {0}<input id=\"s\" type=\"range\" "
        "min=\"1\" max=\"{0}\" value=\"{0}\"></label> <button id=\"p\">Play</button></p>\n",
        svgs.size());
  for (std::size_t i = 0; i < svgs.size(); ++i) {
    const std::size_t begin = svgs[i].find("<svg");
    page += fmt::format("<div class=\"f\"{}>{}</div>\n", i == last ? "" : " hidden",
                        svgs[i].substr(begin == std::string::npos ? 0 : begin));
  }
  page += fmt::format("<pre>{}</pre>\n</main>\n", escaped(text));
  if (svgs.size() > 1)
    page +=
        "<script>\nconst s=document.getElementById('s'),n=document.getElementById('n'),"
        "f=document.querySelectorAll('.f');let t=0;\n"
        "function show(){f.forEach((e,i)=>{e.hidden=i!=s.value-1});n.value=s.value}\n"
        "s.oninput=show;document.getElementById('p').onclick=()=>{clearInterval(t);s.value=1;show()"
        ";"
        "t=setInterval(()=>{s.value=+s.value+1;show();if(s.value==f.length)clearInterval(t)},900)};"
        "\n"
        "</script>\n";
  return page + "</body></html>\n";
}

}  // namespace riserun::run
