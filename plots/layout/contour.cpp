#include <riserun/plots/layout/contour.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <unordered_map>
#include <utility>

#include <riserun/plots/layout/survey.hpp>

namespace riserun::plots {
namespace {

struct Node {
  std::size_t column, row;  // In the bordered grid.
};

// Marching squares over the field with a border of low ground, which lies exactly on the rim: so
// every outline is a closed ring. A vertex is the crossing on an edge between an inside and an
// outside node, and is known by that edge; one piece comes to it and one leaves.
class March {
 public:
  March(const Field& field, double height)
      : field_(field), height_(height), columns_(field.x.size() + 2), rows_(field.y.size() + 2) {
    for (std::size_t row = 0; row + 1 < rows_; ++row) {
      for (std::size_t column = 0; column + 1 < columns_; ++column) add_cell(column, row);
    }
  }

  std::vector<Ring> rings() {
    std::vector<Ring> rings;
    for (const std::size_t first : order_) {  // As met: the same field gives the same rings.
      Ring ring;
      for (auto at = next_.find(first); at != next_.end(); at = next_.find(last_)) {
        const Point point = points_.at(at->first);
        if (ring.empty() || ring.back().x != point.x || ring.back().y != point.y)
          ring.push_back(point);
        last_ = at->second;
        next_.erase(at);
      }
      if (ring.size() > 1 && ring.front().x == ring.back().x && ring.front().y == ring.back().y)
        ring.pop_back();
      if (ring.size() > 2) rings.push_back(std::move(ring));
    }
    return rings;
  }

 private:
  [[nodiscard]] double at(Node node) const {
    if (node.column == 0 || node.row == 0 || node.column + 1 == columns_ || node.row + 1 == rows_)
      return -std::numeric_limits<double>::infinity();
    return drawable(field_.z[(node.row - 1) * field_.x.size() + node.column - 1], false)
        .value_or(-std::numeric_limits<double>::infinity());
  }
  [[nodiscard]] bool inside(Node node) const {
    const double z = at(node);
    return std::isfinite(z) && z >= height_;
  }
  [[nodiscard]] Point place(Node node) const {
    const auto pick = [](const std::vector<double>& places, std::size_t bordered) {
      return places[std::clamp<std::size_t>(bordered, 1, places.size()) - 1];
    };
    return {pick(field_.x, node.column), pick(field_.y, node.row)};
  }

  // The crossing on the edge between two neighbours, by the number of that edge.
  std::size_t vertex(Node a, Node b) {
    if (b.column < a.column || b.row < a.row) std::swap(a, b);
    const std::size_t name = (a.row * columns_ + a.column) * 2 + (b.row > a.row ? 1 : 0);
    const double za = at(a), zb = at(b);
    double share = 0.5;
    if (std::isfinite(za) && std::isfinite(zb)) share = (height_ - za) / (zb - za);
    const Point pa = place(a), pb = place(b);
    // a + share * (b - a) would miss b by rounding where both are the same.
    const auto between = [&](double low, double high) {
      return low == high ? low : low + share * (high - low);
    };
    points_.emplace(name, Point{between(pa.x, pb.x), between(pa.y, pb.y)});
    return name;
  }

  // Goes around the cell; where it leaves the inside, a piece begins, which ends where it came in.
  void add_cell(std::size_t column, std::size_t row) {
    const std::array<Node, 4> corners = {Node{column, row}, Node{column + 1, row},
                                         Node{column + 1, row + 1}, Node{column, row + 1}};
    std::array<std::size_t, 2> leaves{}, enters{};
    std::size_t pieces = 0, entered = 0;
    bool first_leaves = false;
    for (std::size_t i = 0; i < 4; ++i) {
      const Node a = corners[i], b = corners[(i + 1) % 4];
      if (inside(a) == inside(b)) continue;
      if (inside(a)) {
        if (pieces == 0 && entered == 0) first_leaves = true;
        leaves[pieces++] = vertex(a, b);
      } else {
        enters[entered++] = vertex(a, b);
      }
    }
    if (pieces == 0) return;
    if (pieces == 1) return link(leaves[0], enters[0]);
    // A saddle. With high ground in the middle each piece cuts off an outside corner: it leaves the
    // inside and enters it at the next crossing; with low ground an inside corner.
    double middle = 0.0;
    for (const Node corner : corners) middle += at(corner) / 4.0;
    const bool high = std::isfinite(middle) && middle >= height_;
    const bool next_is_same = first_leaves == high;
    link(leaves[0], enters[next_is_same ? 0 : 1]);
    link(leaves[1], enters[next_is_same ? 1 : 0]);
  }

  void link(std::size_t from, std::size_t to) {
    next_[from] = to;
    order_.push_back(from);
  }

  const Field& field_;
  double height_;
  std::size_t columns_, rows_;
  std::size_t last_ = 0;
  std::unordered_map<std::size_t, std::size_t> next_;
  std::unordered_map<std::size_t, Point> points_;
  std::vector<std::size_t> order_;
};

}  // namespace

std::vector<Ring> contour_rings(const Field& field, double height) {
  return March(field, height).rings();
}

std::vector<std::vector<Point>> contour_lines(const Field& field, double height) {
  const auto along_rim = [&](const Point& a, const Point& b) {
    return (a.x == b.x && (a.x == field.x.front() || a.x == field.x.back())) ||
           (a.y == b.y && (a.y == field.y.front() || a.y == field.y.back()));
  };
  std::vector<std::vector<Point>> lines;
  for (Ring& ring : contour_rings(field, height)) {
    // Starting behind a part on the rim, no piece is cut in two.
    std::size_t start = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
      if (along_rim(ring[i], ring[(i + 1) % ring.size()])) start = i + 1;
    }
    std::rotate(ring.begin(), ring.begin() + static_cast<std::ptrdiff_t>(start % ring.size()),
                ring.end());
    ring.push_back(ring.front());
    std::vector<Point> line;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
      if (along_rim(ring[i], ring[i + 1])) {
        if (line.size() > 1) lines.push_back(std::move(line));
        line.clear();
        continue;
      }
      if (line.empty()) line.push_back(ring[i]);
      line.push_back(ring[i + 1]);
    }
    if (line.size() > 1) lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace riserun::plots
