// The limit: whole batches as matrices, products by Eigen. No graph; every matrix is kept.
#include <Eigen/Core>
#include <vector>

#include "bench/mlp_problem.hpp"
#include "bench/peers.hpp"

namespace bench {

namespace {

// A point is a column.
using Matrix = Eigen::MatrixXd;
using Points = Eigen::Map<const Matrix>;

class EigenMlp final : public Contestant {
 public:
  explicit EigenMlp(const MlpProblem& problem)
      : Contestant("Eigen, matrices, batch 32", MlpProblem::kBatch), problem_(problem) {
    for (std::size_t l = 0; l + 1 < problem.sizes.size(); ++l) {
      const auto in = static_cast<Eigen::Index>(problem.sizes[l]);
      const auto out = static_cast<Eigen::Index>(problem.sizes[l + 1]);
      w_.emplace_back(out, in);
      dw_.emplace_back(out, in);
      b_.emplace_back(out);
      db_.emplace_back(out);
      z_.emplace_back(out, MlpProblem::kBatch);
      dz_.emplace_back(out, MlpProblem::kBatch);
    }
    std::size_t next = 0;
    for_each_parameter(problem.sizes, [&](std::size_t l, std::ptrdiff_t i, std::size_t o) {
      const double value = problem.parameters[next++];
      if (i < 0)
        b_[l](static_cast<Eigen::Index>(o)) = value;
      else
        w_[l](static_cast<Eigen::Index>(o), i) = value;
    });
  }

  void step(std::size_t number) override {
    const std::size_t first = problem_.first_point(number), last = w_.size() - 1;
    const Points x(problem_.point(first).data(), static_cast<Eigen::Index>(problem_.inputs()),
                   MlpProblem::kBatch);
    for (std::size_t l = 0; l <= last; ++l) {
      if (l == 0)
        z_[l].noalias() = w_[l] * x;
      else
        z_[l].noalias() = w_[l] * z_[l - 1];
      z_[l].colwise() += b_[l];
      if (l < last) z_[l] = z_[l].cwiseMax(0.0);
    }
    loss_ = loss(&problem_.labels[first]);
    for (std::size_t l = last + 1; l-- > 0;) {
      if (l > 0) {
        dw_[l].noalias() = dz_[l] * z_[l - 1].transpose();
        dz_[l - 1].noalias() = w_[l].transpose() * dz_[l];
        dz_[l - 1].array() *= (z_[l - 1].array() > 0.0).cast<double>();
      } else {
        dw_[l].noalias() = dz_[l] * x.transpose();
      }
      db_[l] = dz_[l].rowwise().sum();
    }
  }

  std::vector<double> result() override {
    std::vector<double> all{loss_};
    for_each_parameter(problem_.sizes, [&](std::size_t l, std::ptrdiff_t i, std::size_t o) {
      const auto row = static_cast<Eigen::Index>(o);
      all.push_back(i < 0 ? db_[l](row) : dw_[l](row, i));
    });
    return all;
  }

 private:
  // Of the outputs z_.back(); leaves their gradient in dz_.back().
  double loss(const int* labels) {
    const Matrix& z = z_.back();
    Matrix& dz = dz_.back();
    double sum = 0;
    if (problem_.loss == Loss::hinge) {
      for (Eigen::Index p = 0; p < z.cols(); ++p) {
        const double y = labels[p] == 1 ? 1.0 : -1.0, margin = 1 - y * z(0, p);
        dz(0, p) = margin > 0 ? -y : 0;
        sum += margin > 0 ? margin : 0;
      }
      return sum;
    }
    largest_ = z.colwise().maxCoeff();
    dz = (z.rowwise() - largest_).array().exp();
    total_ = dz.colwise().sum();
    dz.array().rowwise() /= total_.array();
    for (Eigen::Index p = 0; p < z.cols(); ++p) {
      sum += largest_(p) - z(labels[p], p);
      dz(labels[p], p) -= 1;
    }
    return sum + total_.array().log().sum();
  }

  const MlpProblem& problem_;
  std::vector<Matrix> w_, dw_, z_, dz_;
  std::vector<Eigen::VectorXd> b_, db_;
  Eigen::RowVectorXd largest_, total_;
  double loss_ = 0;
};

}  // namespace

void add_eigen(Workload& workload, const MlpProblem& problem) {
  workload.contestants.push_back(std::make_unique<EigenMlp>(problem));
}

}  // namespace bench
