package poseidon2

type controllableForm struct{}

var controllable *controllableForm

func newControllableForm() *controllableForm { return nil }
