"""What is looked at in content as a whole: each file asks one question and answers with sentences."""
