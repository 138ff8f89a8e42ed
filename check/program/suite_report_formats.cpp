// The suite's report for other programs: JSON and JUnit XML.
#include <fmt/format.h>

#include <cmath>

#include <riserun/check/subjects/suite.hpp>

namespace riserun::check {
namespace {

std::string json_string(std::string_view text) {
  std::string quoted = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\')
      quoted += {'\\', c};
    else if (c == '\n')
      quoted += "\\n";
    else if (static_cast<unsigned char>(c) < 0x20)
      quoted += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else
      quoted += c;
  }
  return quoted + '"';
}

// JSON knows no NaN and no infinity: null stands for a figure that was not needed, text for an
// infinite.
std::string json_number(double x) {
  if (std::isnan(x)) return "null";
  if (std::isinf(x)) return x > 0 ? "\"inf\"" : "\"-inf\"";
  return fmt::format("{}", x);
}

std::string json_point(const PointReport& p) {
  std::string at;
  for (double x : p.at) at += (at.empty() ? "" : ", ") + json_number(x);
  return fmt::format(
      "{{\"op\": {}, \"operand\": {}, \"at\": [{}], \"number\": {}, \"verdict\": \"{}\", "
      "\"analytic\": {}, "
      "\"slope\": {}, \"h\": {}, "
      "\"rise\": {}, \"run\": {}, \"error\": {}, \"tolerance\": {}, \"difference\": {}, "
      "\"resolution\": {}, \"ulps\": {}, "
      "\"left\": {}, \"right\": {}, \"reason\": {}, \"repro\": {}}}",
      json_string(p.subject), p.operand, at, p.number, to_string(p.verdict),
      json_number(p.analytic), json_number(p.slope), json_number(p.h), json_number(p.rise),
      json_number(p.run), json_number(p.error), json_number(p.tolerance), json_number(p.difference),
      json_number(p.resolution), json_number(p.ulps), json_number(p.left), json_number(p.right),
      json_string(p.reason), json_string(p.repro));
}

template <class Items, class Text>
std::string joined(const Items& items, const char* separator, Text text) {
  std::string all;
  for (const auto& item : items) all += (all.empty() ? "" : separator) + text(item);
  return all;
}

std::string json_operand(const OperandReport& o) {
  return fmt::format(
      "{{\"operand\": {}, \"verdict\": \"{}\", \"points\": {}, \"passed\": {}, \"kinks\": {}, "
      "\"undefined\": {}, "
      "\"inconclusive\": {}, \"inaccurate\": {}, \"failed\": {}, \"by_twin\": {}, "
      "\"worst_relative\": {}, "
      "\"worst_resolution\": {}, \"typical_resolution\": {}, \"worst_ulps\": {}}}",
      o.operand, to_string(o.verdict), o.points, o.passed, o.kinks, o.undefined, o.inconclusive,
      o.inaccurate, o.failed, o.by_twin, json_number(o.worst_relative),
      json_number(o.worst_resolution), json_number(o.typical_resolution),
      json_number(o.worst_ulps));
}

std::string xml_text(std::string_view text) {
  std::string escaped;
  for (char c : text) switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += c;
    }
  return escaped;
}

}  // namespace

std::string SuiteReport::json() const {
  const std::string all = joined(ops, ",\n", [](const OpReport& op) {
    return fmt::format(
        "    {{\"name\": {}, \"mathematics\": {}, \"verdict\": \"{}\", \"edges\": {},\n     "
        "\"operands\": [{}],\n"
        "     \"wrong\": [{}], \"mistake\": {},\n     \"engine\": [{}], \"gaps\": [{}]}}",
        json_string(op.name), json_string(op.mathematics), to_string(op.verdict()), op.edges,
        joined(op.operands, ", ", json_operand), joined(op.wrong, ", ", json_point),
        json_string(op.mistake), joined(op.engine, ", ", json_string),
        joined(op.gaps, ", ", json_string));
  });
  return fmt::format(
      "{{\n  \"seed\": {}, \"threads\": {}, \"seconds\": {:.3f}, \"passed\": {}, \"exit_code\": "
      "{}, \"stopped\": {}, \"not_begun\": {},\n  \"ops\": [\n{}\n  ],\n  \"points\": [{}]\n}}\n",
      seed, threads, seconds, passed(), exit_code(), stopped, not_begun, all,
      joined(points, ",\n    ", json_point));
}

std::string SuiteReport::junit() const {
  std::string cases;
  std::size_t tests = 0, failed = 0;
  auto add = [&](std::string_view op, const std::string& name, bool passed, Verdict verdict,
                 const std::string& full) {
    ++tests;
    cases += fmt::format("  <testcase classname=\"gradients.{}\" name=\"{}\"", xml_text(op),
                         xml_text(name));
    if (passed) {
      cases += "/>\n";
      return;
    }
    ++failed;
    cases += fmt::format(">\n    <failure message=\"{}\">{}</failure>\n  </testcase>\n",
                         to_string(verdict), xml_text(full));
  };
  for (const OpReport& op : ops) {
    for (const OperandReport& operand : op.operands)
      add(op.name, op.variadic ? "all" : fmt::format("operand_{}", operand.operand),
          operand.verdict == Verdict::pass, operand.verdict, op.full());
    const Verdict rest = !op.engine.empty() ? Verdict::fail
                         : op.gaps.empty()  ? Verdict::pass
                                            : Verdict::inconclusive;
    add(op.name, "engine_and_coverage", rest == Verdict::pass, rest, op.full());
  }
  for (const PointReport& point : points)
    add(point.subject, point.place(),
        !is_wrong(point.verdict) && point.verdict != Verdict::inconclusive, point.verdict,
        point.full());
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"riserun check\" tests=\"{}\" "
      "failures=\"{}\" "
      "time=\"{:.3f}\">\n{}</testsuite>\n",
      tests, failed, seconds, cases);
}

}  // namespace riserun::check
