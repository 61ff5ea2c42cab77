// Each scenario of the folder is a test.
const { describeScenarios } = require('machlab/jest')

describeScenarios('scenarios')
